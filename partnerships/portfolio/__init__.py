"""What is mine: the records a person looks after, and what each of them needs next."""
