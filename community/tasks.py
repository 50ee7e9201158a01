"""Celery entry points: call, nothing else."""

from celery import shared_task

from community.models import Invitation


@shared_task
def expire_invitations() -> int:
    return Invitation.objects.expire_overdue()
