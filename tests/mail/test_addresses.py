from email import message_from_string, policy

import pytest
from django.core.exceptions import ValidationError

from mail.addresses import clean_address, named_address


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada.L+peer@Example.ORG ", "ada.l+peer@example.org"),
        ("ada@example.org.", "ada@example.org"),
        ("ada@münster.example", "ada@xn--mnster-3ya.example"),
        ("ada@XN--mnster-3ya.example", "ada@xn--mnster-3ya.example"),
        ("ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah"),
        ("o'neil@example.org", "o'neil@example.org"),
    ],
)
def test_address_has_one_form(typed, clean):
    assert clean_address(typed) == clean


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("a" * 315 + "@x.org", "too_long"),
        ("a" * 65 + "@x.org", "no_address"),
        ("a@x.org\r\nBcc: evil@y.org", "spaces"),
        ("a\x00@x.org", "spaces"),
        ("a\u202e@x.org", "spaces"),
        ('"a b"@x.org', "spaces"),
        ('"a"@x.org', "no_address"),
        ("victim@x.org,evil@y.org", "several"),
        ("victim@x.org;evil@y.org", "several"),
        ("a@b@c.org", "several"),
        ("\u0430dmin@x.org", "not_ascii"),  # a Cyrillic letter
        ("josé@x.org", "not_ascii"),
        ("a@b", "no_address"),
        ("a@localhost", "no_address"),
        ("a@[127.0.0.1]", "no_address"),
        ("a.@x.org", "no_address"),
        ("a@x..org", "no_address"),
        ("a@x.org..", "no_address"),
        ("a@-ü.org", "no_address"),
        ("@x.org", "no_address"),
        ("ada", "no_address"),
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(typed, code):
    with pytest.raises(ValidationError) as refused:
        clean_address(typed)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Ada Lovelace", "Ada Lovelace <ada@example.org>"),
        ("Ada\r\nBcc: evil@y.org", "ada@example.org"),
        ('Ada" <evil@y.org>, "x', "ada@example.org"),
        ("", "ada@example.org"),
    ],
)
def test_name_in_a_header_cannot_bring_in_another_address(name, header):
    assert named_address(name, "Ada@example.org") == header


def test_name_of_any_script_is_read_back_whole():
    header = named_address("أدا Zoë", "ada@example.org")

    parsed = message_from_string(f"Reply-To: {header}\n\n", policy=policy.default)
    (address,) = parsed["Reply-To"].addresses
    assert (address.display_name, address.addr_spec) == ("أدا Zoë", "ada@example.org")
