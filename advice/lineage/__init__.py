"""Partnerships that grew out of one another, and how far up the ladder each one stands."""
