"""Fetching a file from an address that somebody typed: what is taken, what is refused, and that nothing inside is asked."""

import gzip
import socket
from time import monotonic, sleep

import pytest

from iati import fetching
from iati.fetching import CannotFetch, Fetched, NotModified, fetch
from tests.iati.tls_server import Site, make_authority, passed_on, whole

FILE = b"<iati-activities version='2.03'/>"
INSIDE = (
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://0/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://100.64.0.1/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
)
# Whether these lead anywhere depends on the machine that looks them up.
NAMES_INSIDE = ("https://localhost./", "https://127。0。0。1/", "https://localhost.localdomain/")
NOT_ASKED = (
    "file:///etc/passwd",
    "ftp://example.org/file.xml",
    "gopher://example.org/",
    "http://127.0.0.1:6379/",
    "http://example.org/file.xml",
    "https://iatiregistry.org@127.0.0.1/",
    "https://example.org:25/",
    "https://example.org:notaport/",
    "https://",
    "https:///file.xml",
    "example.org/file.xml",
    "",
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def site(authority, settings):
    trusted, with_key = authority
    made = Site(with_key)
    settings.IATI_FETCH_TRUSTS, settings.IATI_FETCH_CA = [made.host], str(trusted)
    yield made
    made.close()


@pytest.fixture
def connections(monkeypatch):
    """Every address to which a connection is tried; none is made."""
    tried = []

    def refuse(address, *args, **kwargs):
        tried.append(address)
        raise OSError("refused by the test")

    monkeypatch.setattr("urllib3.util.connection.create_connection", refuse)
    return tried


def refusal(url):
    with pytest.raises(CannotFetch) as refused:
        fetch(url)
    return str(refused.value)


def test_a_file_comes_with_what_is_asked_the_next_time(site):
    site.answers["/file.xml"] = whole(FILE, 'ETag: "one"', "Last-Modified: Mon, 01 Jun 2026 00:00:00 GMT")

    assert fetch(site.url()) == Fetched(FILE, site.url(), '"one"', "Mon, 01 Jun 2026 00:00:00 GMT")


def test_a_file_that_did_not_change_is_not_sent_again(site):
    site.answers["/file.xml"] = whole(b"", status="304 Not Modified")

    answer = fetch(site.url(), etag='"one"', last_modified="Mon, 01 Jun 2026 00:00:00 GMT")

    head = site.asked[0]
    assert answer == NotModified()
    assert ('If-None-Match: "one"' in head, "If-Modified-Since: Mon, 01 Jun 2026" in head) == (True, True)


def test_a_file_packed_for_the_way_is_unpacked(site):
    site.answers["/file.xml"] = whole(gzip.compress(FILE), "Content-Encoding: gzip")

    assert fetch(site.url()).content == FILE


def test_a_redirect_is_followed_and_the_last_address_told(site):
    site.answers["/old"] = passed_on("/file.xml")
    site.answers["/file.xml"] = whole(FILE)

    assert fetch(site.url("/old")) == Fetched(FILE, site.url())


@pytest.mark.parametrize("url", INSIDE)
def test_what_leads_inside_is_never_connected_to(url, connections):
    assert refusal(url) == "This address leads into a private network. Give one that everybody can open."
    assert connections == []


@pytest.mark.parametrize("url", NAMES_INSIDE)
def test_a_name_for_this_machine_is_never_connected_to(url, connections):
    assert refusal(url)
    assert connections == []


@pytest.mark.parametrize("url", NOT_ASKED)
def test_other_addresses_than_https_are_not_asked(url, connections):
    assert refusal(url)
    assert connections == []


@pytest.mark.parametrize("inside", INSIDE[:7])
def test_a_redirect_inside_is_not_followed(site, inside):
    site.answers["/file.xml"] = passed_on(inside)

    assert refusal(site.url()) == "This address leads into a private network. Give one that everybody can open."
    assert len(site.asked) == 1


def test_a_redirect_to_another_kind_of_address_is_not_followed(site):
    site.answers["/file.xml"] = passed_on("http://localhost/")

    assert refusal(site.url()) == "Only addresses that begin with https:// are fetched."


def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch, connections):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [_answer("10.1.2.3")])

    assert refusal("https://publisher.example/file.xml").startswith("This address leads into a private network.")
    assert connections == []


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch, connections):
    answers = [_answer("93.184.215.14"), _answer("127.0.0.1")]
    looked_up = []

    def lookup(host, *args, **kwargs):
        looked_up.append(host)
        return [answers[min(len(looked_up), 2) - 1]]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)

    assert refusal("https://publisher.example/file.xml").startswith("The site could not be reached")
    assert connections == [("93.184.215.14", 443)]
    assert looked_up == ["publisher.example"]


def test_redirects_without_end_are_given_up(site):
    site.answers["/file.xml"] = passed_on("/file.xml")

    assert refusal(site.url()).startswith("This address passes on to others without an end.")
    assert len(site.asked) == fetching.MOST_REDIRECTS + 1


def test_a_site_of_one_byte_a_second_is_given_up_in_time(site, settings):
    settings.IATI_FETCH_SECONDS = 1

    def slowly(safe):
        safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _byte in range(100):
            safe.sendall(b"x")
            sleep(0.2)

    site.answers["/file.xml"] = slowly
    began = monotonic()

    assert refusal(site.url()).startswith("The site is too slow")
    assert monotonic() - began < 3


def test_a_head_of_one_byte_a_second_is_given_up_in_time(site, settings):
    settings.IATI_FETCH_SECONDS = 1

    def slowly(safe):
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100:
            safe.sendall(bytes([byte]))
            sleep(0.2)

    site.answers["/file.xml"] = slowly
    began = monotonic()

    assert refusal(site.url()).startswith("The site is too slow")
    assert monotonic() - began < 3


def test_a_body_without_end_is_given_up(site, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)

    def endless(safe):
        safe.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            safe.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    site.answers["/file.xml"] = endless

    assert refusal(site.url()) == "The file is larger than 50 MB. Ask for it in parts."


def test_a_bomb_of_gzip_is_given_up(site, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    site.answers["/file.xml"] = whole(gzip.compress(b"0" * 50_000_000), "Content-Encoding: gzip")

    assert refusal(site.url()) == "The file is larger than 50 MB. Ask for it in parts."


CUT = {
    "promised more": lambda safe: safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<iati"),
    "broke off in a part": lambda safe: safe.sendall(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<iati"
    ),
    "packed, and cut": whole(gzip.compress(FILE)[:-12], "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("answer", CUT.values(), ids=CUT)
def test_half_a_file_is_none(site, answer):
    site.answers["/file.xml"] = answer

    assert refusal(site.url()).endswith("Try again later.")


ANSWERS = {
    "an error": (whole(b"", status="500 Oops"), "The site answers with an error (500). Try again later."),
    "nothing": (whole(b"", status="404 Not Found"), "There is no file at this address."),
    "for members": (whole(b"", status="403 Forbidden"), "The site does not give this file to everybody."),
    "a page": (
        whole(b"\r\n<!DOCTYPE html><html>Not here</html>"),
        "There is a web page at this address, not a file. Look for the link to the XML file on it.",
    ),
    "packed oddly": (
        whole(FILE, "Content-Encoding: br"),
        "The site sends the file in a packing that it was not asked for.",
    ),
}


@pytest.mark.parametrize(("answer", "message"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_no_file_says_why(site, answer, message):
    site.answers["/file.xml"] = answer

    assert refusal(site.url()) == message


def test_a_certificate_that_does_not_hold_is_not_trusted(site, settings):
    settings.IATI_FETCH_CA = ""
    site.answers["/file.xml"] = whole(FILE)

    assert refusal(site.url()).startswith("The connection is not safe")
    assert site.asked == []


def _answer(address):
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
