"""Demonstration content: invented people and records, each marked as such, written through the services."""
