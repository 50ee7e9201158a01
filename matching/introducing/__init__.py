"""What an introduction leads to: letters to both sides, and the partnership that begins with it."""
