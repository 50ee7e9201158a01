"""The portfolio: outcomes by level and evidence, the figures beside them, and the pages and files that show them."""
