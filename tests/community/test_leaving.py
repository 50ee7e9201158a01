"""Off-boarding: access ends at once, and somebody is asked to take what the person held."""

import pytest

from community import services
from community.models import AuditEntry, Membership, Profile, User
from core import registry
from core.registry import Estate, Registry, add_estate
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return InstitutionFactory(name="Ministry of Records")


@pytest.fixture
def officer(ministry):
    return MembershipFactory(institution=ministry, user__name="Olu Officer")


@pytest.fixture
def holders(monkeypatch):
    """Who holds each record of an app that knows how to hand records over."""
    monkeypatch.setattr(registry, "_estates", Registry())
    held: dict[tuple[str, int], int | None] = {}

    def mine(user, institution):
        return [key for key, holder in held.items() if holder == user.pk and key[1] == institution.pk]

    def hand_over(user, institution, to, by):
        keys = mine(user, institution)
        held.update(dict.fromkeys(keys, to.pk if to else None))
        return len(keys)

    add_estate(Estate("records", "Records", lambda *whose: len(mine(*whose)), hand_over))
    return held


def end_page(membership):
    return f"/en/memberships/{membership.pk}/end/"


def status_of(membership):
    return Membership.objects.get(pk=membership.pk).status


def test_the_page_shows_what_is_held_and_changes_nothing(client, officer, holders):
    holders |= {("a", officer.institution_id): officer.user_id, ("b", officer.institution_id): officer.user_id}
    colleague = member_of(officer.institution, name="Cora Colleague")
    client.force_login(officer.user)

    page = client.get(end_page(officer))

    assert [(held.label, held.count) for held in page.context["held"]] == [("Records", 2)]
    assert [value for value, _ in page.context["form"].fields["to"].choices] == [str(colleague.pk), "nobody"]
    assert status_of(officer) == Membership.Status.ACTIVE


def test_leaving_hands_everything_to_a_colleague(client, officer, holders):
    elsewhere = MembershipFactory(user=officer.user).institution_id
    holders |= {("a", officer.institution_id): officer.user_id, ("b", elsewhere): officer.user_id}
    colleague = member_of(officer.institution)
    client.force_login(officer.user)

    client.post(end_page(officer), {"to": colleague.pk})

    assert holders == {("a", officer.institution_id): colleague.pk, ("b", elsewhere): officer.user_id}
    assert status_of(officer) == Membership.Status.ENDED
    assert "1 handed to" in AuditEntry.objects.get().detail


def test_leaving_to_nobody_leaves_the_records_unheld(client, officer, holders):
    holders[("a", officer.institution_id)] = officer.user_id
    client.force_login(officer.user)

    client.post(end_page(officer), {"to": "nobody"})

    assert holders == {("a", officer.institution_id): None}
    assert status_of(officer) == Membership.Status.ENDED


def test_leaving_without_an_answer_asks_again(client, officer, holders):
    holders[("a", officer.institution_id)] = officer.user_id
    client.force_login(officer.user)

    answer = client.post(end_page(officer))

    assert list(answer.context["form"].errors) == ["to"]
    assert status_of(officer) == Membership.Status.ACTIVE


def test_who_holds_nothing_is_asked_nothing(client, officer, holders):
    client.force_login(officer.user)

    client.post(end_page(officer))

    assert status_of(officer) == Membership.Status.ENDED


def test_a_focal_point_ends_the_membership_of_a_colleague_and_takes_over(client, officer, holders, ministry):
    holders[("a", ministry.pk)] = officer.user_id
    focal_point = member_of(ministry)
    client.force_login(focal_point)

    client.post(end_page(officer), {"to": focal_point.pk})

    assert holders == {("a", ministry.pk): focal_point.pk}


@pytest.mark.parametrize(
    "who", ["the one who leaves", "an outsider", "one who only asked", "one with a closed account"]
)
def test_records_go_to_no_one_but_a_verified_colleague(client, officer, holders, ministry, who):
    holders[("a", ministry.pk)] = officer.user_id
    to = {
        "the one who leaves": officer.user,
        "an outsider": member_of(InstitutionFactory()),
        "one who only asked": MembershipFactory(institution=ministry, status=Membership.Status.REQUESTED).user,
        "one with a closed account": member_of(ministry, is_active=False),
    }[who]

    with pytest.raises(services.CannotHandOver):
        services.end_membership(membership=officer, by=officer.user, to=to)
    client.force_login(officer.user)
    answer = client.post(end_page(officer), {"to": to.pk})

    assert list(answer.context["form"].errors) == ["to"]
    assert (holders, status_of(officer)) == ({("a", ministry.pk): officer.user_id}, Membership.Status.ACTIVE)


@pytest.mark.parametrize("field", ["name_shown_to", "institutions_shown_to"])
def test_colleagues_who_hide_are_named_to_the_focal_point_only(client, officer, holders, ministry, field):
    holders[("a", ministry.pk)] = officer.user_id
    hidden = MembershipFactory(institution=ministry).user
    Profile.objects.create(user=hidden, **{field: Profile.Shown.HIDDEN})
    focal_point = member_of(ministry)

    def offered(reader):
        client.force_login(reader)
        return {value for value, _ in client.get(end_page(officer)).context["form"].fields["to"].choices}

    assert offered(officer.user) == {str(focal_point.pk), "nobody"}
    assert offered(focal_point) == {str(focal_point.pk), str(hidden.pk), "nobody"}


def test_the_last_focal_point_is_told_what_leaving_means(client, ministry):
    focal_point = member_of(ministry)
    membership = focal_point.memberships.get()
    client.force_login(focal_point)

    assert "There is no other focal point" in client.get(end_page(membership)).content.decode()
    member_of(ministry)
    assert "There is no other focal point" not in client.get(end_page(membership)).content.decode()


def test_an_ended_membership_has_no_page(client, officer):
    services.end_membership(membership=officer, by=officer.user)
    client.force_login(officer.user)

    assert client.get(end_page(officer)).url == "/en/me/memberships/"


def test_strangers_and_staff_end_nothing(client, officer, ministry):
    for person, status in ((member_of(InstitutionFactory()), 404), (member_of(ministry, "staff"), 404)):
        client.force_login(person)
        assert client.get(end_page(officer)).status_code == status
        assert client.post(end_page(officer)).status_code == status

    assert status_of(officer) == Membership.Status.ACTIVE


@pytest.mark.parametrize("others", [1, 10])
def test_the_page_costs_the_same_for_ten_colleagues(client, officer, holders, others, django_assert_max_num_queries):
    holders[("a", officer.institution_id)] = officer.user_id
    MembershipFactory.create_batch(others, institution=officer.institution)
    client.force_login(officer.user)

    with django_assert_max_num_queries(7):
        client.get(end_page(officer))


def test_closing_an_account_leaves_its_records_unheld(officer, holders):
    elsewhere = MembershipFactory(user=officer.user).institution_id
    holders |= {("a", officer.institution_id): officer.user_id, ("b", elsewhere): officer.user_id}

    services.set_active(user=officer.user, is_active=False, by=UserFactory(role=User.Role.ADMINISTRATOR))

    assert set(holders.values()) == {None}


def test_erasing_an_account_leaves_its_records_unheld(officer, holders):
    holders[("a", officer.institution_id)] = officer.user_id

    services.anonymise(user=officer.user, by=officer.user)

    assert set(holders.values()) == {None}
    assert status_of(officer) == Membership.Status.ENDED


def test_the_registry_knows_a_name_once(holders):
    with pytest.raises(ValueError, match="registered already"):
        add_estate(Estate("records", "Records", lambda *whose: 0, lambda *all_of_it: 0))
