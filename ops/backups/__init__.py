"""Backups of database and documents, and the way back to a chosen second."""
