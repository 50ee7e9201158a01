"""What holds for every mail that any app sends: who may stop it, and who is asked before it goes."""

import pytest

from core.registry import mail_kinds, mail_purposes
from mail.delivery import as_email
from mail.models import Message

# Somebody waits for these, or they say what was done with one's own account or records. Add to the list with care.
TRANSACTIONAL = {
    "account",
    "edition-test",
    "event-address",
    "event-cancelled",
    "event-invitation",
    "event-moved",
    "event-organiser",
    "event-place",
    "event-registration",
    "event-request",
    # Asked by nobody, but with links that open a door; whoever chose to get none is not asked (follow_ups/links.py).
    "follow-up-link",
    "follow-up-link-again",
    "introduction-by-mail",
    "introduction-confirm-address",
    "invitation",
    "membership-decided",
    "objection",
    "outcome-party-link",
    "outcome-substantiation-link",
    "piece-consent-link",
    "piece-published-link",
    "problem-answered",
    # Asked by nobody, but with links that open a door; whoever chose to get none is not asked (pulse/people.py).
    "pulse",
    "pulse-again",
    "records-handed-over",
    "side-link-confirm",
    "side-link-settled",
    "side-link-terms",
    "side-links-again",
}
# These tell a person about their own account or answer, so nothing that happens later makes them untrue.
ALWAYS_WANTED = {"account", "membership-decided", "problem-answered"}


def test_what_nobody_can_stop_is_what_somebody_waits_for():
    assert {purpose.name for purpose in mail_purposes() if not purpose.kind} == TRANSACTIONAL


@pytest.mark.parametrize("purpose", mail_purposes(), ids=lambda purpose: purpose.name)
def test_everything_else_bears_its_way_out(purpose):
    headers = as_email(Message(purpose=purpose.name, recipient="ada@example.org")).extra_headers

    one_click = headers.get("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    address = headers.get("List-Unsubscribe", "").startswith("<http")
    assert (one_click, address) == ((purpose.name not in TRANSACTIONAL,) * 2)


def test_every_other_purpose_is_asked_just_before_sending():
    assert {purpose.name for purpose in mail_purposes() if purpose.still_wanted is None} == ALWAYS_WANTED


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", mail_purposes(), ids=lambda purpose: purpose.name)
def test_a_question_about_no_message_has_an_answer(purpose):
    assert purpose.still_wanted is None or purpose.still_wanted([]) == set()


def test_every_kind_says_what_it_is_and_has_mail():
    assert {kind.name for kind in mail_kinds()} == {purpose.kind for purpose in mail_purposes() if purpose.kind}
    assert all(str(kind.label) and str(kind.description) for kind in mail_kinds())
