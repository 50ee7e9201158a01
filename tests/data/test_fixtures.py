"""The files of facts hold together: every word, cell and code of the register leads somewhere, or is unknown on purpose."""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMUNITY = ROOT / "community" / "data"
PARTNERSHIPS = ROOT / "partnerships" / "data"
REAL_LIST = ROOT.parent / "shared" / "data" / "partnerships_real.csv"

KINDS = {
    "twinning", "institutional_cooperation", "peer_exchange", "learning_alliance", "peer_review",
    "mentoring", "staff_exchange", "study_visits", "unknown",
}  # fmt: skip
INSTITUTION_KINDS = {
    "ministry", "agency", "supreme_audit_institution", "statistics_office", "revenue_authority", "parliament", "court",
    "police", "subnational_government", "donor", "multilateral", "network", "civil_society", "academia", "other", "unknown",
}  # fmt: skip
WITHOUT_SECTOR = {
    "Coast guard", "Governance", "Intellectual property", "Natural resources", "Space", "Spatial data",
}  # fmt: skip


@cache
def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def split(cell):
    return [part.strip() for part in cell.split(";") if part.strip()]


def fold(text):
    """Case, accents and spaces do not tell names apart."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


@cache
def countries():
    return {row["iso2"]: row for row in table(COMMUNITY / "countries.csv")}


@cache
def institutions():
    return {row["key"]: row for row in table(PARTNERSHIPS / "institutions.csv")}


def names(institution):
    return [institution["name"], institution["acronym"], *split(institution["other_names"])]


@cache
def keys_by_name():
    found = {}
    for key, institution in institutions().items():
        for name in filter(None, names(institution)):
            found.setdefault(fold(name), set()).add(key)
    return found


@cache
def readings():
    return {
        (row["column"], row["countries"], row["cell"]): [
            tuple(member.split("|", 2)) for member in row["reading"].split(";;")
        ]
        for row in table(PARTNERSHIPS / "cell_readings.csv")
    }


def read_cell(column, cell, country_cell=""):
    """Members of a cell as (institution key, country, name as stated): the reading rule of docs/data/institutions.md."""
    own = split(country_cell)
    if not cell:
        return [("", country, "") for country in own]
    by_hand = readings().get((column, ";".join(own), cell))
    if by_hand:
        return by_hand
    members = []
    for part in split(cell):
        keys = keys_by_name().get(fold(part), set())
        if column != "broker_or_funder":
            near = {key for key in keys if institutions()[key]["country"] in own}
            keys = near or {key for key in keys if not institutions()[key]["country"]}
        assert len(keys) == 1, f"{column}: {part!r} leads to {sorted(keys) or 'nothing'}"
        (key,) = keys
        members.append((key, institutions()[key]["country"], part))
    covered = {country for _, country, _ in members}
    return members + [("", country, "") for country in own if country not in covered]


def read_row(row):
    return {
        "supply": read_cell("supply_institution", row["supply_institution"], row["supply_country"]),
        "demand": read_cell("demand_institution", row["demand_institution"], row["demand_country"]),
        "third": read_cell("broker_or_funder", row["broker_or_funder"]),
    }


def kind_of(words):
    for rule in table(PARTNERSHIPS / "modality_words.csv"):
        if re.search(rule["pattern"], words.casefold()):
            return rule["kind"]
    return None


@pytest.fixture(params=["starting", "real"])
def register(request):
    path = PARTNERSHIPS / "starting_register.csv" if request.param == "starting" else REAL_LIST
    if not path.exists():
        pytest.skip("the list the register was written from is not beside this checkout")
    return table(path)


def test_countries_have_codes_names_and_a_region():
    rows = table(COMMUNITY / "countries.csv")
    subregions = {row["code"]: row for row in table(COMMUNITY / "subregions.csv")}

    assert len(rows) == len(countries()) == len({row["iso3"] for row in rows}) == 250
    for row in rows:
        assert all(row[f"name_{language}"] for language in ("en", "fr", "es", "ar")), row["iso2"]
        assert row["income"] in {"", "low", "lower_middle", "upper_middle", "high"}
        assert bool(row["income"]) == bool(row["income_year"]), row["iso2"]
        assert not row["side_override"] or row["side_override_source"], row["iso2"]
        if row["iso2"] != "AQ":
            region = subregions[row["subregion_code"]]
            assert (row["region"], row["subregion"]) == (region["region"], region["name_en"])
    assert countries()["NA"]["name_en"] == "Namibia"
    assert countries()["XK"]["m49"] == ""


def test_sectors_stand_under_their_category():
    rows = {row["code"]: row for row in table(COMMUNITY / "sectors.csv")}

    for code, row in rows.items():
        assert row["name_en"], code
        assert row["status"] in {"active", "withdrawn"}
        assert bool(row["name_es"]) == bool(row["name_ar"]) == (row["machine_translated"] == "es;ar")
        assert len(code) == (5 if row["parent"] else 3)
        assert not row["parent"] or row["parent"] in rows
    used = {code for words in table(PARTNERSHIPS / "sector_words.csv") for code in split(words["sectors"])}
    assert all(rows[code]["status"] == "active" and rows[code]["name_es"] for code in used)


def test_goals_and_targets_are_complete_and_short():
    goals = [row["code"] for row in table(COMMUNITY / "sdg_goals.csv")]
    targets = table(COMMUNITY / "sdg_targets.csv")

    assert goals == [str(number) for number in range(1, 18)]
    assert len({row["code"] for row in targets}) == len(targets) == 169
    for row in targets:
        assert row["code"].split(".")[0] == row["goal"]
        assert 0 < len(row["name_en"]) <= 60
        assert row["name_fr"]


def test_institutions_are_unique_by_name_within_a_country():
    seen = {}
    for key, row in institutions().items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
        assert row["kind"] in INSTITUTION_KINDS, key
        assert row["level"] in {"national", "subnational", "regional", "international"}, key
        assert row["third_party_side"] in {"", "funder", "broker", "facilitator"}, key
        assert not row["country"] or row["country"] in countries(), key
        for name in {fold(name) for name in (row["name"], *split(row["other_names"]))}:
            assert seen.setdefault((row["country"], name), key) == key, name


def test_readings_name_known_institutions_and_countries():
    for (column, country_cell, cell), members in readings().items():
        assert column in {"supply_institution", "demand_institution", "broker_or_funder"}
        for key, country, stated in members:
            assert stated, cell
            assert not key or institutions()[key]["country"] in {"", country}, (cell, key)
            assert not country or country in countries(), cell
        if column != "broker_or_funder":
            assert {country for _, country, _ in members if country} == set(split(country_cell)), cell


def test_register_has_232_partnerships_told_apart_by_title_and_source(register):
    assert len(register) == len({(row["title"], row["source"]) for row in register}) == 232
    assert all(row["source"].startswith(("http://", "https://")) for row in register)


def test_every_cell_of_the_register_is_read(register):
    rows = [read_row(row) for row in register]

    sides = {country for row in rows for side in ("supply", "demand") for _, country, _ in row[side] if country}
    everyone = sides | {country for row in rows for _, country, _ in row["third"] if country}
    assert len(sides) == 137
    assert everyone - sides == {"IE", "IS", "QA"}  # only pay: Irish Aid, Iceland, SAI Qatar
    for row in rows:
        supply, demand = ({key for key, _, _ in row[side] if key} for side in ("supply", "demand"))
        assert not supply & demand


def test_every_institution_stands_in_the_register():
    rows = [read_row(row) for row in table(PARTNERSHIPS / "starting_register.csv")]

    assert {key for row in rows for side in row.values() for key, _, _ in side if key} == set(institutions())
    third = {key for row in rows for key, _, _ in row["third"] if key}
    assert third == {key for key, row in institutions().items() if row["third_party_side"]}


def test_every_sector_word_is_mapped_or_unknown_on_purpose(register):
    words = {row["words"]: row["sectors"] for row in table(PARTNERSHIPS / "sector_words.csv")}

    assert {row["sector"] for row in register} == set(words)
    assert {word for word, codes in words.items() if not codes} == WITHOUT_SECTOR


def test_every_modality_word_is_mapped_or_unknown_on_purpose(register):
    assert {rule["kind"] for rule in table(PARTNERSHIPS / "modality_words.csv")} == KINDS
    unmapped = {row["modality"] for row in register if kind_of(row["modality"]) is None}
    assert unmapped == set()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("EU Twinning light (EUR 230,000; 8 months)", "twinning"),
        ("municipal partnership (climate)", "twinning"),
        ("city-to-city (Strategic Sector Cooperation)", "institutional_cooperation"),
        ("bilateral institutional cooperation (short visits, remote help)", "institutional_cooperation"),
        ("South-South study visit and technical assistance", "study_visits"),
        ("training by peers", "peer_exchange"),
        ("training programme (18 months) with study trip", "unknown"),
        ("trilateral technical cooperation", "unknown"),
        ("something nobody wrote before", None),
    ],
)
def test_kind_of_takes_the_first_rule_that_fits(words, kind):
    assert kind_of(words) == kind


@pytest.mark.skipif(not REAL_LIST.exists(), reason="the list the register was written from is not beside this checkout")
def test_starting_register_reads_as_the_list_it_was_written_from():
    ours = {(row["title"], row["source"]): row for row in table(PARTNERSHIPS / "starting_register.csv")}

    for row in table(REAL_LIST):
        mine = ours[row["title"], row["source"]]
        for column in ("sector", "modality", "start_year", "end_year", "languages", "scale"):
            assert mine[column] == row[column]
        for column in ("problem", "what_changed"):
            assert bool(mine[column]) == bool(row[column])
            assert mine[column] != row[column] or not row[column], row["title"]
        for side, members in read_row(row).items():
            assert [member[:2] for member in read_row(mine)[side]] == [member[:2] for member in members], (
                side,
                row["title"],
            )
