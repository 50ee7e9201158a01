"""The six statements, by the name of their column, and what an answer is called."""

from django.utils.translation import gettext_lazy as _

STATEMENTS = {
    "trust": (_("Trust"), _("We can say openly what does not work.")),
    "mutuality": (_("Mutuality"), _("Both sides learn from each other.")),
    "ownership": (_("Ownership"), _("Those who need the change decide what is done.")),
    "shared_values": (_("Shared values"), _("The same things matter to both sides.")),
    "leadership": (_("Leadership commitment"), _("Our leadership stands behind this work, and gives it time.")),
    "power_balance": (_("Power balance"), _("Neither side decides over the other’s head.")),
}
CANNOT_SAY = "0"
ANSWERS = [
    ("1", _("1: I disagree")),
    ("2", _("2")),
    ("3", _("3: partly")),
    ("4", _("4")),
    ("5", _("5: I agree")),
    (CANNOT_SAY, _("I cannot say")),
]
