"""The search over everything: what is asked, what is found, what may have been meant, and the page."""
