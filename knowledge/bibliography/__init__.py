"""Publications as other programs write them: CSV, BibTeX, RIS and CSL-JSON, in and out.

Each format has a module with `read(text)` and `write(works)`. What was read is made a `Work` in `cleaning`, which
refuses what cannot be kept and says why; whatever is written comes back the same.
"""
