"""One, two and five years after a partnership closed, both sides are asked what became of its outcomes."""
