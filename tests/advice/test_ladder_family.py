"""What a partnership grew out of and what grew out of it: circles, depth, and what stays hidden."""

import pytest
from django.contrib.auth.models import AnonymousUser

from advice.lineage import family
from advice.lineage.family import family_of
from core.models import Visibility
from partnerships.models import Partnership
from tests.factories import InstitutionFactory, PartnershipFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
PARTIES = {"visibility": Visibility.PARTIES, "standing": Partnership.Standing.ONE_SIDE, "source_url": ""}


def grown(parent, slug, **fields):
    return PartnershipFactory(slug=slug, title=slug, scaled_from=parent, **fields)


def drawn(partnership, user=ANYBODY):
    """The family as words: deeper ones further in."""
    return [f"{'.' * each.level}{each.partnership.slug}" for each in family_of(partnership, user).oldest.flat()]


def test_family_is_the_line_before_and_all_after():
    home = grown(None, "home")
    region = grown(home, "region", actual_start="2015")
    grown(home, "sister")
    grown(region, "later", actual_start="2020")
    grown(region, "sooner", actual_start="2017")

    assert drawn(region) == ["home", ".region", "..sooner", "..later"]
    assert drawn(home) == ["home", ".region", "..sooner", "..later", ".sister"]


def test_family_of_one_alone():
    found = family_of(grown(None, "alone"), ANYBODY)

    assert (found.count, found.has_others, found.is_cut) == (1, False, False)


def test_family_in_a_circle_is_walked_once():
    first, second, third = grown(None, "first"), grown(None, "second"), grown(None, "third")
    for child, parent in ((second, first), (third, second), (first, third)):
        Partnership.objects.filter(pk=child.pk).update(scaled_from=parent)

    assert drawn(first) == ["second", ".third", "..first"]


def test_family_ends_at_its_furthest(monkeypatch):
    monkeypatch.setattr(family, "FURTHEST", 2)
    line = [grown(None, "p0")]
    for number in range(1, 7):
        line.append(grown(line[-1], f"p{number}"))

    found = family_of(line[3], ANYBODY)

    assert [each.partnership.slug for each in found.oldest.flat()] == ["p1", "p2", "p3", "p4", "p5"]
    assert found.is_cut is True


def test_family_shows_the_nearest_of_very_many(monkeypatch):
    monkeypatch.setattr(family, "MOST", 3)
    home = grown(None, "home")
    for number in range(4):
        grown(home, f"child-{number}")

    found = family_of(home, ANYBODY)

    assert (found.count, found.is_cut) == (3, True)


def test_hidden_record_ends_the_line_for_who_may_not_see_it():
    """Nothing behind it is shown either: a gap would tell that there is something."""
    home = grown(None, "home")
    institution = InstitutionFactory()
    hidden = partnership_between(institution, slug="canary", title="canary", scaled_from=home, **PARTIES)
    beyond = grown(hidden, "beyond")

    assert drawn(home) == ["home"]
    assert drawn(beyond) == ["beyond"]
    assert drawn(home, member_of(institution)) == ["home", ".canary", "..beyond"]
    assert drawn(home, member_of(InstitutionFactory())) == ["home"]


def test_new_wording_of_a_record_is_no_relative():
    home = grown(None, "home")
    region = grown(home, "region")
    grown(home, "region-new-wording", revises=region, **PARTIES)

    assert drawn(home) == ["home", ".region"]


@pytest.mark.parametrize("count", [1, 10])
def test_family_takes_two_queries(django_assert_num_queries, count):
    home = grown(None, "home")
    for number in range(count):
        grown(grown(home, f"child-{number}"), f"grandchild-{number}")

    with django_assert_num_queries(2):
        found = drawn(home)

    assert len(found) == 1 + 2 * count
