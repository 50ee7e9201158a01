"""What is said of papers where a reader sees none: no more than the word of evidence says by itself.

How many papers there are for the parties is known to the parties; beside what others see they read of no more.
"""

from django.utils.translation import gettext as _

from results.models.choices import Evidence


def said_of_unseen(evidence: str, *, sees_all: bool) -> str:
    """Nothing where no paper is there as far as this reader may know.

    The word `documented` says that there are papers; the better words rest on what others said, with or without.
    """
    if sees_all or evidence in ("", Evidence.SELF_REPORTED):
        return ""
    if evidence == Evidence.DOCUMENTED:
        return _("The documents are shared between the parties only.")
    return _("No document is shown to everybody.")
