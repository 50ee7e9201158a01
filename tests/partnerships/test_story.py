"""The page of a partnership: what it tells, and how little it asks the database for that."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships.models import Activity, LearningEntry, PartnershipFormerSlug, StageChange
from tests.factories import InstitutionFactory, PartnershipMemberFactory, member_of, partnership_between
from tests.partnerships.parts_typed import TYPED, part_of

pytestmark = pytest.mark.django_db

# The record, members, sectors, which kinds of parts it has; and whether a text, a result or a later record tells of it
BASE_QUERIES = 7


def exchange(partnership, **fields):
    return Activity.objects.create(
        partnership=partnership,
        kind=Activity.Kind.VISIT,
        title="Visit to the archive",
        starts_on=date(2024, 5, 1),
        **{"visibility": Visibility.PUBLIC, **fields},
    )


def warmed(client, partnership):
    client.get(partnership.get_absolute_url())
    return partnership.get_absolute_url()


def test_a_record_without_parts_costs_seven_queries(client, django_assert_num_queries):
    url = warmed(client, partnership_between())

    with django_assert_num_queries(BASE_QUERIES):
        client.get(url)


def test_each_kind_of_part_costs_one_query_however_many_there_are(client, django_assert_num_queries):
    partnership = partnership_between()
    for _number in range(10):
        exchange(partnership)
        PartnershipMemberFactory(partnership=partnership, side="funder")
        LearningEntry.objects.create(
            partnership=partnership, side="both", noted_on=date(2024, 6, 1), title="Listen", visibility="public"
        )
    url = warmed(client, partnership)

    with django_assert_num_queries(BASE_QUERIES + 2):
        client.get(url)


def test_a_record_with_ten_parts_of_every_kind_costs_no_more_than_with_one(client, django_assert_max_num_queries):
    asks = InstitutionFactory()
    partnership = partnership_between(asks)
    client.force_login(member_of(asks))

    def queries(count):
        for _number in range(count):
            for part in TYPED:
                institution = PartnershipMemberFactory(partnership=partnership, side="broker").institution
                part_of(partnership, part, institution=institution)
        url = warmed(client, partnership)
        with django_assert_max_num_queries(34) as captured:
            client.get(url)
        return len(captured)

    assert queries(1) == queries(9)


def test_exchanges_of_a_record_without_stages_are_drawn(client):
    partnership = partnership_between()
    exchange(partnership)

    page = client.get(partnership.get_absolute_url())

    assert page.context["parts"].timeline.stages == []
    assert "Visit to the archive" in page.content.decode()


def test_stages_alone_are_drawn_too(client):
    partnership = partnership_between()
    StageChange.objects.create(partnership=partnership, stage="founding", entered_on=date(2023, 1, 1))

    page = client.get(partnership.get_absolute_url())

    assert [bar.label for bar in page.context["parts"].timeline.stages] == ["Founding"]


def test_what_is_for_the_parties_is_neither_shown_nor_counted_for_others(client):
    partnership = partnership_between()
    exchange(partnership, visibility=Visibility.PARTIES)
    url = partnership.get_absolute_url()

    assert "Visit to the archive" not in client.get(url).content.decode()
    assert client.get(url).context["parts"].activity_count == 0

    client.force_login(member_of(partnership.members.first().institution))

    assert client.get(url).context["parts"].held == 1


def test_an_address_the_record_bore_once_leads_to_it(client):
    partnership = partnership_between()
    PartnershipFormerSlug.objects.create(partnership=partnership, slug="what-it-was-called")

    answer = client.get(reverse("partnerships:detail", args=["what-it-was-called"]))

    assert (answer.status_code, answer["Location"]) == (301, partnership.get_absolute_url())
    assert client.get(reverse("partnerships:detail", args=["never-heard-of"])).status_code == 404
