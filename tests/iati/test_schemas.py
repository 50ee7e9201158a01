"""Fetching the standard's schemas, from a site of our own."""

import pytest
from django.core.management import CommandError, call_command

from iati import checks, schemas
from tests.iati.tls_server import Site, make_authority, whole


@pytest.fixture
def site(tmp_path, settings):
    trusted, with_key = make_authority(tmp_path)
    made = Site(with_key)
    settings.IATI_FETCH_TRUSTS, settings.IATI_FETCH_CA = [made.host], str(trusted)
    yield made
    made.close()


def publish(site):
    for version in schemas.VERSIONS:
        for name in schemas.FILES:
            site.answers[f"/schemas/version-{version}/{name}"] = whole(f"{version} {name}".encode())


def test_schemas_of_every_version_are_put_into_a_folder_each(site, tmp_path, capsys):
    publish(site)
    folder = tmp_path / "schemas"

    call_command("install_iati_schemas", folder=str(folder), published_at=site.url("/schemas/"))

    found = {str(path.relative_to(folder)): path.read_text() for path in folder.glob("*/*")}
    assert found == {f"{v}/{n}": f"{v} {n}" for v in schemas.VERSIONS for n in schemas.FILES}
    assert capsys.readouterr().out == f"24 files for 8 versions are in {folder}.\n"


def test_schemas_that_cannot_be_fetched_are_said_so(site, tmp_path):
    publish(site)
    site.answers["/schemas/version-1.01/xml.xsd"] = whole(b"", status="404 Not Found")

    with pytest.raises(CommandError, match="could not be fetched: There is no file"):
        call_command("install_iati_schemas", folder=str(tmp_path / "schemas"), published_at=site.url("/schemas"))

    assert not (tmp_path / "schemas").exists()


@pytest.mark.parametrize(("trusts", "ca", "count"), [([], "", 0), (["localhost:1"], "", 1), ([], "ca.pem", 1)])
def test_addresses_inside_are_an_error_in_production(settings, trusts, ca, count):
    settings.IATI_FETCH_TRUSTS, settings.IATI_FETCH_CA = trusts, ca

    assert len(checks.fetches_from_public_addresses_only()) == count
