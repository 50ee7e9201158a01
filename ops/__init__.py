"""Runs the portal on a bare machine: launchers, the supervisor, the asset build, the checks. Not a Django app."""
