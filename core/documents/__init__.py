"""What apps share that write PDF and Word documents."""
