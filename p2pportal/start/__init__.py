"""The page on which people begin who are signed in: what waits for them, what comes, what is new for them."""
