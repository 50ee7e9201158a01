"""What is new, for whom."""
