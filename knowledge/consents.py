"""Whose consent a wording needs, and what each of them has said to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from community.models import Institution
from knowledge.locking import of_its_kind
from knowledge.models import Consent, ConsentLink, Piece, PieceParty, Revision
from knowledge.models.choices import Decision, State
from knowledge.revisions import revision_of
from partnerships.models.choices import Evidence

RANKS = list(Evidence.values)


@dataclass(frozen=True)
class Word:
    """What one party has said to the wording that is asked about; `said` is None until it answers."""

    institution: Institution
    said: Consent | None
    before: Consent | None  # its last word to another wording
    link: ConsentLink | None  # the last one sent to it

    @property
    def waits_by_link(self) -> bool:
        """A link is on its way that can still be answered."""
        link = self.link
        if self.said is not None or link is None:
            return False
        return link.answered_at is None and link.replaced_at is None and link.expires_at > timezone.now()

    @property
    def is_agreed(self) -> bool:
        return self.said is not None and self.said.decision == Decision.AGREED


def words(piece: Piece, sha256: str = "") -> list[Word]:
    """Of every party, in their order, to the text as it stands or to another wording. Four queries."""
    sha256 = sha256 or revision_of(of_its_kind(piece))
    latest: dict[int, Consent] = {}
    earlier: dict[int, Consent] = {}
    for said in Consent.objects.filter(piece=piece.pk).select_related("by"):
        (latest if said.revision_sha256 == sha256 else earlier).setdefault(said.institution_id, said)
    links: dict[int, ConsentLink] = {}
    for link in ConsentLink.objects.filter(piece=piece.pk).select_related("revision"):
        links.setdefault(link.institution_id, link)
    parties = piece.parties.select_related("institution__country")
    return [
        Word(
            party.institution,
            latest.get(party.institution_id),
            earlier.get(party.institution_id),
            links.get(party.institution_id),
        )
        for party in parties
    ]


def awaited(piece: Piece, sha256: str = "") -> list[Institution]:
    """Parties that have not agreed to this very wording."""
    return [word.institution for word in words(piece, sha256) if not word.is_agreed]


def owing() -> QuerySet[PieceParty]:
    """Parties of texts that lie with partners, whose last word to the wording they were asked about is no yes."""
    asked = Revision.objects.filter(piece=OuterRef("piece")).order_by("-number").values("sha256")[:1]
    told = Consent.objects.filter(piece=OuterRef("piece"), institution=OuterRef("institution"))
    word = told.filter(revision_sha256=Subquery(asked)).values("decision")[:1]
    with_partner = PieceParty.objects.alias(word=Subquery(word)).filter(piece__state=State.WITH_PARTNER)
    return with_partner.filter(Q(word=None) | ~Q(word=Decision.AGREED)).order_by()


def has_second_eyes(piece: Piece, sha256: str, publisher: Any) -> bool:
    """Somebody else publishes it, or somebody else has agreed to it: nobody approves what they wrote alone."""
    authors = author_ids(piece)
    if publisher is not None and publisher.pk not in authors:
        return True
    agreed = Consent.objects.filter(piece=piece.pk, revision_sha256=sha256, decision=Decision.AGREED)
    return agreed.filter(Q(by=None) | ~Q(by__in=authors)).exists()


def author_ids(piece: Piece) -> set[int]:
    named = set(piece.co_authors.values_list("pk", flat=True))
    return named | ({piece.author_id} if piece.author_id else set())


def evidence_of(piece: Piece, sha256: str) -> str:
    """The word that the acts so far bear; it never falls.

    Documented by a source or a file; corroborated once a party other than the author's own institution agrees.
    """
    reached = Evidence.SELF_REPORTED.value
    if piece.rests_on.exists() or piece.files.exists():
        reached = Evidence.DOCUMENTED.value
    if any(word.is_agreed and word.institution.pk != piece.institution_id for word in words(piece, sha256)):
        reached = Evidence.CORROBORATED.value
    return max(piece.evidence, reached, key=RANKS.index)


def names(institutions: Iterable[Institution]) -> str:
    return ", ".join(str(each) for each in institutions)
