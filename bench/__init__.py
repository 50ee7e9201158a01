"""Measures what pages cost, as multiples of a bare view on the same machine in the same minute.

Run it by `make bench`; what is measured and why is told in `docs/performance.md`.
"""
