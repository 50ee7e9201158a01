from advice.models.advice import AdviceQuerySet, ModalityAdvice
from advice.models.choices import FORMS, CameOfIt, Support

__all__ = ["FORMS", "AdviceQuerySet", "CameOfIt", "ModalityAdvice", "Support"]
