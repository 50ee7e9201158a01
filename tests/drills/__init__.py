"""Faults made on purpose: real servers, real processes, and figures to reach. `make drills` runs them."""
