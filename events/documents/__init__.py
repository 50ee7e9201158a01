"""The summary report as files: one layout, written as a PDF and as a Word document."""
