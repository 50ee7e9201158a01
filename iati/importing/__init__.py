"""From activities to partnerships: what each becomes, what would change, and writing what was chosen."""
