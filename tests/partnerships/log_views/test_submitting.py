"""Looking a record over, and handing it in."""

import pytest
from django.urls import reverse

from core.models import Visibility
from mail.models import Message
from partnerships.models import Partnership
from tests.factories import InstitutionFactory, UserFactory, member_of, partnership_between
from tests.partnerships.log_views.people import url

pytestmark = pytest.mark.django_db


def test_check_says_everything_in_plain_words(client, author, draft):
    Partnership.objects.filter(pk=draft.pk).update(actual_start="2024-03", kind="twinning", languages=["en", "fr"])
    client.force_login(author)

    page = client.get(url(draft, "check")).content.decode()

    for words in ("It comes late.", "National Statistical Office", "March 2024", "Twinning", "English, French"):
        assert words in page
    assert f'href="{url(draft, "plan")}"' in page


def test_submit_twice_is_one_record_one_mail_and_the_same_place(client, author, draft):
    member_of(draft.members.get(side="supply").institution)
    client.force_login(author)

    first = client.post(url(draft, "check"), {"version": 1})
    second = client.post(url(draft, "check"), {"version": 1})

    draft.refresh_from_db()
    who_can_confirm = reverse("partnerships:ask", args=[draft.slug])
    assert (first.url, second.url) == (who_can_confirm, who_can_confirm)
    assert (draft.visibility, Message.objects.count()) == (Visibility.PARTIES, 1)


def test_submit_asks_a_stranger_to_the_record_for_their_part(client, asker):
    donor = member_of(InstitutionFactory(name="A donor", kind="donor"), role="staff")
    draft = partnership_between(demand=asker, visibility=Visibility.PRIVATE, standing="one_side", created_by=donor)
    client.force_login(donor)

    refused = client.post(url(draft, "check"), {"version": 1})
    client.post(url(draft, "check"), {"version": 1, "own_part": "broker"})

    assert "What part does your own institution play?" in refused.content.decode()
    assert [m.institution.name for m in draft.members.filter(side="broker")] == ["A donor"]


def test_only_the_secretariat_publishes_from_a_source(client, asker, author, draft):
    Partnership.objects.filter(pk=draft.pk).update(source_url="https://example.org/x")
    client.force_login(author)

    client.post(url(draft, "check"), {"version": 1, "from_source": "yes"})

    draft.refresh_from_db()
    assert (draft.visibility, draft.standing) == (Visibility.PARTIES, "one_side")


def test_the_secretariat_publishes_from_a_source(client, asker):
    editor = UserFactory(role="editor")
    draft = partnership_between(demand=asker, visibility=Visibility.PRIVATE, standing="one_side", created_by=editor)
    client.force_login(editor)

    client.post(url(draft, "check"), {"version": 1, "from_source": "yes"})

    draft.refresh_from_db()
    assert (draft.visibility, draft.standing) == (Visibility.PUBLIC, "public_source")


def test_similar_records_are_shown_among_those_one_may_see(client, author, draft):
    supply = draft.members.get(side="supply").institution
    asker = draft.members.get(side="demand").institution
    partnership_between(demand=asker, supply=supply, title="An earlier phase")
    partnership_between(
        demand=InstitutionFactory(), title=draft.title, visibility=Visibility.PARTIES, standing="one_side", summary="s"
    )
    client.force_login(author)

    page = client.get(url(draft, "offered"))

    assert [each.title for each in page.context["similar"]] == ["An earlier phase"]
