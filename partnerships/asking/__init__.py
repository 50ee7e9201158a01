"""Asking the sides of a record for their word: letters to those with an account, signed links to those without."""
