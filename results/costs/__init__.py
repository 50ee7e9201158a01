"""What partnerships cost both sides, as far as it is known, and what that may be set beside."""
