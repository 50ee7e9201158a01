"""Matching and advice in the admin: every model has its place, and reading what is not public leaves a trace."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice.models import ModalityAdvice
from community.models import AuditEntry, User
from core.models import Visibility
from matching.models import AskedByMail, BrokerTime, ExitAnswer, Match, MatchWeights, RelayMessage
from tests.factories import InstitutionFactory, IntroductionFactory, NeedFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db
# On the page of an introduction; worked out by the database from what stands elsewhere.
IN_OTHER_PAGES, DERIVED = {"RelayMessage", "BrokerTime", "ExitAnswer"}, {"PeerProfile", "TellingWord"}
OF_MATCHING = {model.__name__ for model in apps.get_app_config("matching").get_models()}
MODELS = [
    *(("matching", name) for name in sorted(OF_MATCHING - IN_OTHER_PAGES - DERIVED)),
    ("advice", "ModalityAdvice"),
]
PRIVATE = [each for each in MODELS if each[1] != "MatchWeights"]


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def address(app, name, *args):
    return reverse(f"admin:{app}_{name.lower()}", args=args)


def around(visibility=Visibility.COMMUNITY):
    """A row of every kind."""
    need = NeedFactory(problem="Secret problem", visibility=visibility)
    offer = OfferFactory(expertise="Secret expertise", visibility=visibility)
    introduction = IntroductionFactory(need=need, offer=offer, supply_institution=offer.institution)
    RelayMessage.objects.create(introduction=introduction, text="Secret words")
    BrokerTime.objects.create(introduction=introduction, minutes=5, note="Secret note")
    ExitAnswer.objects.create(introduction=introduction, side="demand", answer="nothing", helped="Secret help")
    AskedByMail.objects.create(
        supply_institution=offer.institution,
        demand_name="Secret court",
        problem="Secret",
        name="S",
        address="s@s.example",
    )
    weights = MatchWeights.objects.current()
    scores = {"score": 0.5, "score_demand": 0.5, "score_supply": 0.5}
    Match.objects.create(need=need, institution=offer.institution, offer=offer, weights=weights, **scores)
    ModalityAdvice.objects.create(
        institution=InstitutionFactory(), problem="Secret plan", advised="peer", forms=["peer"], rules=1
    )


@pytest.mark.parametrize(("app", "name"), MODELS)
def test_every_model_has_its_list_without_its_words(administrator, client, app, name):
    around()
    assert admin.site.is_registered(apps.get_model(app, name))

    page = client.get(address(app, f"{name}_changelist"))
    assert (page.status_code, "Secret" in page.content.decode()) == (200, False)


@pytest.mark.parametrize(("app", "name"), MODELS)
def test_nothing_is_added_changed_or_deleted_here(administrator, client, app, name):
    around()
    row = apps.get_model(app, name)._default_manager.first()

    assert client.get(address(app, f"{name}_add")).status_code == 403
    assert client.post(address(app, f"{name}_delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(("app", "name"), PRIVATE)
def test_reading_what_not_everybody_sees_is_noted(administrator, client, app, name):
    around()
    row = apps.get_model(app, name)._default_manager.first()

    assert client.get(address(app, f"{name}_change", row.pk)).status_code == 200
    assert AuditEntry.objects.filter(action="read", actor=administrator).count() == 1


@pytest.mark.parametrize("name", ["Need", "Offer"])
def test_reading_what_everybody_sees_is_not(administrator, client, name):
    around(Visibility.PUBLIC)
    row = apps.get_model("matching", name)._default_manager.first()

    client.get(address("matching", f"{name}_change", row.pk))
    assert not AuditEntry.objects.filter(action="read").exists()


@pytest.mark.parametrize(("app", "name"), MODELS)
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_one(administrator, client, app, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address(app, f"{name}_changelist"))
        return len(captured)

    around()
    queries()
    one = queries()
    for _turn in range(9):
        around()
    assert queries() == one


@pytest.mark.parametrize("role", ["member", "editor"])
def test_nobody_but_administrators_reads_them_here(client, role):
    client.force_login(UserFactory(role=role))
    around()

    answers = {client.get(address(app, f"{name}_changelist")).status_code for app, name in MODELS}
    assert answers <= {302, 403, 404}
