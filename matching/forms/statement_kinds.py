"""Which form tells which kind."""

from matching.forms.needs import NeedForm
from matching.forms.offers import OfferForm
from matching.forms.statements import StatementForm

FORM_OF: dict[str, type[StatementForm]] = {"need": NeedForm, "offer": OfferForm}
