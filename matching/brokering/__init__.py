"""The broker at work: the queue, the time spent, and why people say no."""
