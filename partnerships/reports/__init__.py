"""A report of a selection and a period, as a document to paste from."""
