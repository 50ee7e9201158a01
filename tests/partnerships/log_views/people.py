"""Who may ask for the pages of logging a partnership, and where these are."""

from django.urls import reverse

from tests.factories import InstitutionFactory, UserFactory, member_of

CREATE = "/en/partnerships/new/"
STEPS = ["problem", "asked", "offered", "plan", "results", "check"]


def url(partnership, step):
    return reverse("partnerships:edit_step", args=[partnership.slug, step])


def people(asker):
    """One person for each column of the access matrix."""
    donor = InstitutionFactory(kind="donor")
    return {
        "anon": None,
        "pend": UserFactory(),
        "mem": member_of(InstitutionFactory(), role="staff"),
        "gov": member_of(InstitutionFactory()),
        "don": member_of(donor, role="staff"),
        "ed": UserFactory(role="editor"),
        "adm": UserFactory(role="administrator"),
    }


def as_person(client, person):
    if person:
        client.force_login(person)
    return client
