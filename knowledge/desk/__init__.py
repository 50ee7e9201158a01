"""What the secretariat has before it: the queue of all texts, one of them opened, and what waits elsewhere."""
