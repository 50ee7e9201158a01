"""Composition: settings, addresses, the Celery app and the pages that belong to no app."""

from p2pportal.celery import app as celery_app

__all__ = ["celery_app"]
