"""What the tests of the portfolio read, and where."""

from django.http import QueryDict
from django.utils import timezone

from community.models import Membership
from partnerships.filters import Selection
from partnerships.models import Commitment
from partnerships.portfolio.tabs import Portfolio

STAFF = Membership.Role.STAFF
ADDRESS = "/en/portfolio/"


def titles(user, tab, **query):
    given = QueryDict(mutable=True)
    given.update(query)
    rows = Portfolio(user).rows(tab, Selection.read(given))
    return sorted(row.partnership.title if tab == "handed-over" else row.title for row in rows)


def say_what_we_stand_for(record, institution):
    said = {"leader": "A", "shared_values": "B", "commitment": "C", "made_on": timezone.localdate()}
    Commitment.objects.create(partnership=record, institution=institution, **said)
