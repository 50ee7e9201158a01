"""What IATI 1.x says in words and letters, as the codes of 2.03.

Source: the upgrade notes of the standard, https://iatistandard.org/en/iati-standard/upgrades/, and its code lists.
"""

ROLES = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}
DATE_TYPES = {"start-planned": "1", "start-actual": "2", "end-planned": "3", "end-actual": "4"}
TRANSACTION_TYPES = {
    "IF": "1",
    "C": "2",
    "D": "3",
    "E": "4",
    "IR": "5",
    "LR": "6",
    "R": "7",
    "QP": "8",
    "QS": "9",
    "CG": "10",
}
BUDGET_TYPES = {"original": "1", "revised": "2"}
DESCRIPTION_TYPES = {"general": "1", "objectives": "2", "target groups": "3", "other": "4"}
RESULT_TYPES = {"output": "1", "outcome": "2", "impact": "3", "other": "9"}
MEASURES = {"unit": "1", "percentage": "2", "text": "5"}
SECTOR_VOCABULARIES = {
    "DAC": "1",
    "DAC-3": "2",
    "COFOG": "3",
    "NACE": "4",
    "NTEE": "5",
    "WB": "6",
    "RO": "99",
    "RO2": "98",
}
MARKER_VOCABULARIES = {"DAC": "1"}
ORGANISATION_TYPES = {
    "government": "10",
    "other public sector": "15",
    "international ngo": "21",
    "national ngo": "22",
    "regional ngo": "23",
    "public private partnership": "30",
    "multilateral": "40",
    "foundation": "60",
    "private sector": "70",
    "academic, training and research": "80",
}
# The vocabulary that the standard takes where a file names none.
DEFAULT_SECTOR, DEFAULT_REGION, DEFAULT_MARKER, DEFAULT_AID = "1", "1", "1", "1"


def code_of(words: dict[str, str], value: str) -> str:
    """The code for a word; what is a code already, or known to no list, stays as it is."""
    return words.get(value) or words.get(value.casefold()) or value
