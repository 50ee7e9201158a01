import subprocess

import pytest

from ops import check_translations

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
ENTRIES = """
msgid "Partnerships"
msgstr "Partenariats"

msgctxt "of a member"
msgid "side"
msgstr "côté"

#, python-format
msgid "%(n)s year"
msgid_plural "%(n)s years"
msgstr[0] "%(n)s an"
msgstr[1] "%(n)s ans"
"""
CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Partnerships")
pgettext("of a member", "side")
ngettext("%(n)s year", "%(n)s years", 2)
"""


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """One French catalogue in step with its code."""
    monkeypatch.setattr(check_translations, "ROOT", tmp_path)
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "words.py").write_text(CODE)
    catalogue = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEADER + ENTRIES)
    compile_catalogue(catalogue)
    return tmp_path, catalogue


def compile_catalogue(catalogue):
    subprocess.run(["msgfmt", "-o", catalogue.with_suffix(".mo"), catalogue], check=True)


def test_catalogue_in_step_has_no_fault(checkout):
    assert check_translations.faults() == []


def test_new_text_in_the_code_is_named(checkout):
    folder, _ = checkout
    (folder / "core" / "more.py").write_text('from django.utils.translation import gettext as _\n_("Peers")')

    assert check_translations.faults() == ["fr: not in the catalogue: 'Peers'"]


def test_text_that_left_the_code_is_named(checkout):
    folder, _ = checkout
    (folder / "core" / "words.py").write_text(CODE.replace('_("Partnerships")', ""))

    assert check_translations.faults() == ["fr: no longer in the code: 'Partnerships'"]


def test_catalogue_that_was_not_compiled_is_named(checkout):
    _, catalogue = checkout
    catalogue.write_text(HEADER + ENTRIES.replace("Partenariats", "Les partenariats").replace("ans", "années"))

    assert check_translations.faults() == [
        "fr: compiled otherwise: 'Partnerships'",
        "fr: compiled otherwise: '%(n)s year'",
    ]


def test_missing_compiled_catalogue_is_named(checkout):
    _, catalogue = checkout
    catalogue.with_suffix(".mo").unlink()

    assert check_translations.faults() == ["fr: the catalogue is not compiled"]


def test_french_must_be_complete_and_certain(checkout):
    _, catalogue = checkout
    catalogue.write_text(
        HEADER + ENTRIES.replace('"Partenariats"', '""').replace("#, python-format", "#, python-format, fuzzy")
    )
    compile_catalogue(catalogue)

    assert check_translations.faults() == [
        "fr: not translated: 'Partnerships'",
        "fr: not translated: '%(n)s year'",
    ]
