"""What the hosts read of the feedback: figures and words, never who said what."""

from dataclasses import dataclass, field

from django.db.models import Count

from events.models import Feedback, LearningEvent, Registration

FEWEST = 3  # below it, who said what could be guessed


@dataclass(frozen=True)
class Results:
    """`counts` are (value, how many) from 5 down to 1; the texts are in the order of the alphabet, so that

    neither the order of the answers nor the same place in two lists tells whose they are.
    """

    answered: int
    asked: int
    counts: list[tuple[int, int]] = field(default_factory=list)
    will_use: list[str] = field(default_factory=list)
    was_hard: list[str] = field(default_factory=list)
    next_topic: list[str] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return self.answered >= FEWEST


def results_of(event: LearningEvent) -> Results:
    given = Feedback.objects.filter(event=event)
    by_value = dict(given.order_by().values_list("usefulness").annotate(count=Count("pk")))
    answered = sum(by_value.values())
    asked = Registration.objects.filter(event=event).seated().count()
    if answered < FEWEST:
        return Results(answered, asked)
    rows = list(given.values_list("will_use", "was_hard", "next_topic"))
    will_use, was_hard, next_topic = (
        sorted(filter(None, texts), key=str.casefold) for texts in zip(*rows, strict=True)
    )
    counts = [(value, by_value.get(value, 0)) for value in range(5, 0, -1)]
    return Results(answered, asked, counts, will_use, was_hard, next_topic)
