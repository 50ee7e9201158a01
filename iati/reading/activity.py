"""An activity as it was published: one shape for IATI 1.01 to 2.03.

Texts are as written, codes are those of the file (words of 1.x are turned into the codes of 2.03 where the standard
says which), money is a decimal in units of its currency, dates are ISO strings (`YYYY-MM-DD`) or empty where what
stands there is no date. Source: the IATI activity standard, https://iatistandard.org/en/iati-standard/203/.
"""

from dataclasses import dataclass, field, fields
from decimal import Decimal

import orjson


@dataclass(slots=True)
class Text:
    """One narrative; `language` is empty where the file names none, not even by default."""

    text: str
    language: str = ""


@dataclass(slots=True)
class Coded:
    """A code of a list: `vocabulary` as in the file, or that which the standard takes where none is named."""

    code: str
    vocabulary: str = ""
    vocabulary_uri: str = ""
    percentage: Decimal | None = None
    texts: list[Text] = field(default_factory=list)


@dataclass(slots=True)
class Organisation:
    """Who takes part or reports. `role` is of OrganisationRole (1 to 4), `type` of OrganisationType."""

    texts: list[Text] = field(default_factory=list)
    ref: str = ""
    type: str = ""
    role: str = ""
    activity_id: str = ""

    @property
    def name(self) -> str:
        return self.texts[0].text if self.texts else ""


@dataclass(slots=True)
class Description:
    """`type` of DescriptionType: 1 general, 2 objectives, 3 target groups, 4 other."""

    type: str
    texts: list[Text]


@dataclass(slots=True)
class Money:
    """A budget (`kind` "budget", `type` of BudgetType, from `start` to `end`), or a transaction (`kind`
    "transaction", `type` of TransactionType, on `start`)."""

    kind: str
    type: str
    value: Decimal
    currency: str
    start: str = ""
    end: str = ""
    value_date: str = ""
    provider: str = ""
    provider_ref: str = ""
    receiver: str = ""
    receiver_ref: str = ""
    texts: list[Text] = field(default_factory=list)


@dataclass(slots=True)
class Link:
    """A document-link; `categories` of DocumentCategory."""

    url: str
    format: str = ""
    texts: list[Text] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    on: str = ""


@dataclass(slots=True)
class Related:
    """`type` of RelatedActivityType: 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party."""

    identifier: str
    type: str


@dataclass(slots=True)
class OtherIdentifier:
    """`type` of OtherIdentifierType, such as A1 for the publisher's own number."""

    identifier: str
    type: str
    owner: str = ""
    owner_ref: str = ""


@dataclass(slots=True)
class Marker:
    """A policy marker with its significance (0 to 4, or empty)."""

    code: str
    vocabulary: str = ""
    significance: str = ""
    texts: list[Text] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """A baseline (`year` or `on`), a target or an actual: the value as written, numbers or not."""

    value: str = ""
    texts: list[Text] = field(default_factory=list)
    year: str = ""
    on: str = ""
    dimensions: list[tuple[str, str]] = field(default_factory=list)
    documents: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Period:
    start: str = ""
    end: str = ""
    targets: list[Figure] = field(default_factory=list)
    actuals: list[Figure] = field(default_factory=list)


@dataclass(slots=True)
class Indicator:
    """`measure` of IndicatorMeasure (1 to 5); `ascending` is None where nothing is said."""

    titles: list[Text] = field(default_factory=list)
    descriptions: list[Text] = field(default_factory=list)
    measure: str = ""
    ascending: bool | None = None
    references: list[Coded] = field(default_factory=list)
    baselines: list[Figure] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    documents: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """`type` of ResultType: 1 output, 2 outcome, 3 impact, 9 other."""

    type: str = ""
    titles: list[Text] = field(default_factory=list)
    descriptions: list[Text] = field(default_factory=list)
    aggregation: bool | None = None
    indicators: list[Indicator] = field(default_factory=list)
    documents: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Contact:
    """A published person or office; never shown by default."""

    type: str = ""
    organisation: str = ""
    department: str = ""
    person: str = ""
    job_title: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""


@dataclass(slots=True)
class Remark:
    """Something readable that is not as the standard has it: `kind` is counted, `text` is for people."""

    kind: str
    text: str
    line: int = 0


@dataclass(slots=True)
class Activity:
    """One iati-activity. `line` is where it begins in the file, from 1; `position` counts activities from 1."""

    identifier: str
    line: int
    position: int
    version: str = ""
    hierarchy: str = ""
    language: str = ""
    currency: str = ""
    humanitarian: bool | None = None
    updated: str = ""
    reporting: Organisation | None = None
    is_secondary: bool = False
    titles: list[Text] = field(default_factory=list)
    descriptions: list[Description] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    other_identifiers: list[OtherIdentifier] = field(default_factory=list)
    status: str = ""
    scope: str = ""
    # ActivityDateType ("1" planned start, "2" actual start, "3" planned end, "4" actual end) to date.
    dates: dict[str, str] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    # Of the activity, else gathered from its transactions (then `places_from_transactions`).
    countries: list[Coded] = field(default_factory=list)
    regions: list[Coded] = field(default_factory=list)
    sectors: list[Coded] = field(default_factory=list)
    places_from_transactions: bool = False
    sectors_from_transactions: bool = False
    tags: list[Coded] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    collaboration_type: str = ""
    flow_type: str = ""
    finance_type: str = ""
    aid_types: list[Coded] = field(default_factory=list)
    tied_status: str = ""
    budgets: list[Money] = field(default_factory=list)
    transactions: list[Money] = field(default_factory=list)
    documents: list[Link] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    # Elements that have no place above, each as its own XML text, in the order of the file.
    rest: list[str] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    xsd_errors: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.titles[0].text if self.titles else ""

    def as_json(self) -> bytes:
        """What is kept of it, as JSON: everything but where it stood; decimals as text, names in order."""
        return orjson.dumps({name: getattr(self, name) for name in KEPT}, default=str, option=orjson.OPT_SORT_KEYS)


KEPT = tuple(each.name for each in fields(Activity) if each.name not in ("line", "position", "warnings", "xsd_errors"))


@dataclass(slots=True)
class Unreadable:
    """An activity of which nothing can be taken; the others go on."""

    line: int
    position: int
    identifier: str
    reason: str


@dataclass
class FileFacts:
    """What the whole file holds, counted whatever can be read of it; complete once it was read to the end."""

    version: str = ""
    root: str = ""
    activities: int = 0
    results: int = 0
    indicators: int = 0
    transactions: int = 0
    tags: int = 0
    xsd_valid: bool | None = None
    xsd_errors: int = 0
    first_xsd_error: str = ""
    reporting_orgs: list[str] = field(default_factory=list)
    warnings: dict[str, int] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
