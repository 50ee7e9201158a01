"""Advice belongs to an institution; of who asked for it only the name is personal."""

from typing import Any

from advice.models import ModalityAdvice
from community.models import User


def tell(user: User) -> dict[str, Any]:
    kept = ModalityAdvice.objects.filter(created_by=user).order_by("pk")
    return {
        "advice_kept": [
            {"problem": each.problem, "advice": each.advised, "at": each.asked_at.isoformat()} for each in kept
        ]
    }


def forget(user: User) -> None:
    ModalityAdvice.objects.filter(created_by=user).update(created_by=None)
