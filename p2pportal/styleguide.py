"""The gallery of components at `/styleguide/`, in debug only: every tag once, with invented data."""

from datetime import date
from typing import Any

from django import forms
from django.views.generic import TemplateView

from p2pportal.styleguide_charts import sample_charts
from partnerships.dotmap import dot_map
from partnerships.lanes import lanes

PAIR = [
    {"side": "demand", "names": ["National statistics office, Malawi"]},
    {"side": "supply", "names": ["National statistics institute, Rwanda"]},
    {"side": "broker", "names": ["EIP secretariat"]},
]
CARDS = [
    {
        "title": "Using tax records to replace a costly business survey",
        "url": "#",
        "meta": ["Statistics", "SDG 17.18", "2024–27"],
        "stage": "Exchanging",
        "quote": "We pay for a survey every two years and publish it three years late. The tax office has the same firms on file.",
        "sides": PAIR,
        "direction": "south_south",
        "direction_label": "South-South",
        "facts": ["7 exchanges"],
        "evidence": "6 of 9 outcomes corroborated or better",
        "standing": "both_sides",
        "standing_text": "Confirmed by both sides, 3 November 2026",
        "is_demo": True,
    },
    {
        "title": "Cooperation between statistics offices",
        "url": "#",
        "meta": ["Statistics", "2014–18"],
        "sides": [
            {"side": "supply", "names": ["Statistics Sweden, Sweden"]},
            {"side": "demand", "names": ["National Institute of Statistics, Cambodia"]},
        ],
        "direction": "north_south",
        "direction_label": "North-South",
        "standing": "public_source",
        "standing_text": "From a public source, unconfirmed",
    },
    {
        "title": "Learning alliance on citizen budgets",
        "url": "#",
        "meta": ["Public finance"],
        "sides": [{"side": "peer", "names": ["Benin", "Senegal", "Ghana"], "more": 9}],
        "direction": "unknown",
        "direction_label": "Direction not known",
        "standing": "one_side",
        "standing_text": "As reported by Sida",
    },
]
COUNTRIES = [
    ("SE", "Sweden", 0, 9),
    ("NO", "Norway", 0, 5),
    ("MW", "Malawi", 4, 0),
    ("RW", "Rwanda", 2, 3),
    ("KE", "Kenya", 3, 2),
    ("KH", "Cambodia", 3, 0),
    ("NP", "Nepal", 2, 0),
    ("CL", "Chile", 0, 3),
    ("PY", "Paraguay", 2, 0),
    ("PH", "Philippines", 2, 0),
    ("ID", "Indonesia", 0, 2),
    ("TV", "Tuvalu", 1, 0),
]
ARCS = [("RW", "MW"), ("SE", "KH"), ("SE", "KE"), ("NO", "MW"), ("NO", "NP"), ("CL", "PY"), ("ID", "PH"), ("SE", "MW")]


class SampleForm(forms.Form):
    offered_by = forms.CharField(
        label="Institution that offers its experience",
        help_text="Start typing. We suggest institutions already on the portal, so that records join up.",
        error_messages={"required": "Choose the institution that offers its experience"},
        widget=forms.TextInput(attrs={"data-suggest-url": "#"}),
    )
    broker = forms.CharField(
        help_text="Whoever identified the peer and brought the two sides together.", required=False
    )
    stage = forms.ChoiceField(
        choices=[("scoping", "Scoping"), ("exchanging", "Exchanging"), ("closed", "Closed"), ("unknown", "Not known")],
        widget=forms.RadioSelect(attrs={"class": "radio-cards"}),
    )
    kind = forms.ChoiceField(choices=[("", "Choose one"), ("twinning", "Twinning"), ("mentoring", "Mentoring")])
    languages = forms.MultipleChoiceField(
        choices=[("en", "English"), ("fr", "French")], widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(
        label="Why this peer?",
        help_text="Two or three sentences.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": "{n} of {max} characters"}),
    )
    consent = forms.BooleanField(label="Both sides know about this record", help_text="You can add this later.")


def sample_map():
    nodes = [
        {
            "country": code,
            "name": name,
            "asks": asks,
            "offers": offers,
            "href": "#",
            "label": f"{name}: asks {asks}, offers {offers}",
        }
        for code, name, asks, offers in COUNTRIES
    ]
    return dot_map(nodes, [{"offer": offer, "ask": ask, "count": 1} for offer, ask in ARCS])


def sample_lanes():
    return lanes(
        stages=[
            {"label": "Scoping", "value": "scoping", "start": date(2024, 1, 5), "end": date(2024, 6, 1)},
            {"label": "Exchanging", "value": "exchanging", "start": date(2024, 6, 1), "end": date(2025, 6, 10)},
            {"label": "Adapting", "value": "adapting", "start": date(2025, 6, 10), "end": date(2025, 10, 5)},
            {"label": "Exchanging", "value": "exchanging", "start": date(2025, 10, 5), "end": date(2027, 6, 1)},
        ],
        exchanges=[
            {"label": "Visit to Kigali", "start": date(2024, 6, 3), "travels": "demand"},
            {"label": "Visit to Lilongwe", "start": date(2024, 9, 2), "travels": "supply"},
            {"label": "Remote clinic", "start": date(2024, 12, 2), "end": date(2025, 4, 2), "travels": ""},
            {"label": "Visit to Kigali", "start": date(2027, 2, 1), "travels": "demand"},
        ],
        junctures=[
            {
                "label": "Election delays the data-sharing letter",
                "on": date(2024, 10, 15),
                "change": "Work on old paper returns first",
            },
            {"label": "New statistics act passed", "on": date(2026, 5, 2)},
        ],
        today=date(2026, 11, 22),
    )


def sample_facet() -> dict[str, Any]:
    counts = {
        "Scoping": 15,
        "Founding": 4,
        "Exchanging": 41,
        "Adapting": 17,
        "Consolidating": 23,
        "Closed": 52,
        "Suspended": 0,
    }
    options = [{"value": k.lower(), "label": k, "count": n, "selected": k == "Exchanging"} for k, n in counts.items()]
    return {"name": "stage", "title": "Stage", "options": options}


class StyleGuide(TemplateView):
    template_name = "pages/styleguide.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "cards": CARDS,
            "pair": PAIR,
            "form": SampleForm(),
            "form_with_errors": SampleForm({"broker": "EIP secretariat", "stage": "x"}, prefix="bad"),
            "map": sample_map(),
            "lanes": sample_lanes(),
            "facet": sample_facet(),
            "charts": sample_charts(),
            "columns": [
                {"side": "demand", "label": "Demand side, sets the terms", "parties": [{"name": "National statistics office", "place": "Malawi", "url": "#", "text": "Wants a quarterly register of active firms.", "notes": ["Brings: field network"]}]},
                {"side": "broker", "label": "Broker, brings them together", "parties": [{"name": "EIP secretariat", "notes": ["Joins two calls a year"]}]},
                {"side": "supply", "label": "Supply side, has been there", "parties": [{"name": "National statistics institute", "place": "Rwanda", "notes": ["Learns: how to keep a rural sample honest"]}]},
            ],
            "chips": [{"label": "Stage: Exchanging", "remove_url": "#"}, {"label": "Country: Kenya", "remove_url": "#"}],
            "views": [{"label": "Cards", "url": "#", "current": True}, {"label": "Table", "url": "#"}, {"label": "Map", "url": "#"}],
            "page": {"text": "1 to 20 of 96", "next_url": "#"},
            "suggestions": [{"label": "agriculture", "url": "#"}, {"label": "agricultural", "url": "#"}],
            "steps": [
                {"label": "The problem", "note": "Done", "state": "done", "url": "#"},
                {"label": "Who asked", "note": "2 things to fix", "state": "now"},
                {"label": "Plan and exchanges", "note": "Can be added later", "url": "#"},
            ],
            "facts": [("Exchanges held", "7 of 9 planned"), ("Outcomes recorded", "9"), ("Budget", "")],
            "day": date(2026, 2, 3),
        }  # fmt: skip
