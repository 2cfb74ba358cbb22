"""What a header, a cell and a column of cells mean."""

import math

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from hypothesis import assume, given
from hypothesis import strategies as st

from kuule.contacts.importers.people import read_email
from kuule.contacts.rules import cells
from kuule.contacts.rules.columns import guess_columns, property_key
from kuule.contacts.rules.keys import as_text, name_key
from kuule.contacts.rules.languages import language_code
from kuule.contacts.rules.properties import Unreadable, guess_kind, typed_value
from kuule.lib.words import search_text, search_words

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("headers", "targets"),
    [
        ("Name,Email,Company,Role", "name email account role"),
        ("nimi,Sähköposti,Yritys,Rooli,Kieli,Puhelin", "name email account role language phone"),
        ("Etunimi,Sukunimi,Sähköpostiosoite,Asiakas,Asiakasnumero", "first_name last_name email account account_id"),
        ("Record ID - Contact,First Name,Email,Associated Company", "external_id first_name email account"),
        ("Contact ID,Account Name,Account ID,Title,E-mail", "external_id account account_id title email"),
        ("Person - Name,Person - Email,Person - Organization", "name email account"),
        ("Email Address,First Name,Last Name,Preferred Language", "email first_name last_name language"),
        ("E-mail 1 - Value,Given Name,Family Name,Organization 1 - Name", "email first_name last_name account"),
        ("e-mail,Mail,Company size,", "email contact_property account_property skip"),
        ("Namn,E-post,Språk,Företag", "name email language account"),
    ],
)  # fmt: skip
def test_headers_are_recognised(headers, targets) -> None:
    assert [column.to for column in guess_columns(headers.split(","), [], {})] == targets.split()


def test_columns_with_one_name_become_properties_with_two_keys() -> None:
    columns = guess_columns(["Plan", "plan", "Plan!", "2024", "€"], [], {})
    assert [column.key for column in columns] == ["plan", "plan_2", "plan_3", "p_2024", "column_5"]


@pytest.mark.parametrize(
    ("label", "key"),
    [("Contract value (€)", "contract_value"), ("Käyttäjä", "kayttaja"), ("2024 sales", "p_2024_sales"), ("日本", "")],
)
def test_a_key_is_made_of_a_label(label, key) -> None:
    assert property_key(label) == key


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["1", "2.5", "", "-3"], "number"),
        (["1 234,5", "12"], "number"),
        (["1", "n/a"], "text"),
        (["00120", "33100"], "text"),
        (["0", "7"], "number"),
        (["1234567890"], "text"),
        (["2024-01-31", "7.11.2026"], "date"),
        (["2024-01-31", "soon"], "text"),
        (["yes", "No", ""], "boolean"),
        (["1", "0"], "number"),
        (["", ""], "text"),
        ([], "text"),
    ],
)
def test_a_type_is_guessed_only_if_all_cells_fit(texts, kind) -> None:
    assert guess_kind(texts) == kind


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1 234,5", "number", 1234.5),
        ("1,234.50", "number", 1234.5),
        ("1.234,50", "number", 1234.5),
        ("1,234,567", "number", 1234567),
        ("−5", "number", -5),
        ("+5", "number", 5),
        ("10.0", "number", 10),
        ("0,5", "number", 0.5),
        ("2024-02-29T10:00:00Z", "date", "2024-02-29"),
        ("1.2.2024", "date", "2024-02-01"),
        ("Kyllä", "boolean", True),
        ("x", "boolean", True),
        ("nei", "boolean", False),
    ],
)
def test_cells_are_read_as_people_write_them(text, kind, value) -> None:
    found = typed_value(text, kind)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("1,234", "number", "unclear_number"),
        ("nan", "number", "bad_number"),
        ("inf", "number", "bad_number"),
        ("1e9", "number", "bad_number"),
        ("٣", "number", "bad_number"),
        ("9" * 16, "number", "bad_number"),
        ("2023-02-29", "date", "bad_date"),
        ("20/11/2026", "date", "bad_date"),
        ("maybe", "boolean", "bad_boolean"),
        ("x" * 1001, "text", "too_long"),
    ],
)
def test_what_cannot_be_read_is_named(text, kind, reason) -> None:
    found = typed_value(text, kind)
    assert isinstance(found, Unreadable)
    assert found.reason == reason


@given(st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e6, 1e6).map(lambda value: round(value, 4))))
def test_a_number_reads_as_it_is_written(value) -> None:
    text = as_text(value)
    assume("e" not in text)
    assert math.isclose(typed_value(text, "number"), value, abs_tol=1e-9)


@given(st.sampled_from([1, 7, 39, 44, 46, 47, 49, 61, 84, 358, 372, 971, 999]), st.integers(0, 10**13))
def test_the_quick_look_at_a_phone_number_agrees_with_the_library(country, rest) -> None:
    digits = f"{country}{rest}"
    if cells.is_plain_number(digits):
        number = phonenumbers.parse("+" + digits)
        assert phonenumbers.is_possible_number(number)
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == "+" + digits


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+358 (0)40 123 4567", "+358401234567"),
        ("00358 40 1234567", "+358401234567"),
        ("+84 91-234.56.78", "+84912345678"),
        ("040 123 4567", "040 123 4567"),
        ("+358", Unreadable("bad_phone")),
        ("+12", Unreadable("bad_phone")),
        ("+999 123 4567", Unreadable("bad_phone")),
        ("+358 CALL", Unreadable("bad_phone")),
        ("1" * 33, Unreadable("too_long", "32")),
    ],
)
def test_phone_numbers(text, phone) -> None:
    assert cells.phone(text) == phone


@pytest.mark.parametrize(
    ("text", "code"),
    [("FI", "fi"), ("en_us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("Suomi", "fi"), ("TIẾNG VIỆT", "vi"),
     ("swe", "sv"), ("Norsk", "nb"), ("zz", None), ("klingon", None), ("", None), ("x" * 500, None)],
)  # fmt: skip
def test_languages_are_known_by_code_and_name(text, code) -> None:
    assert language_code(text) == code


@given(st.one_of(st.emails(), st.from_regex(r"[a0.+_-]{0,4}@[a0.-]{0,5}\.[a0-]{0,3}", fullmatch=True)))
def test_an_address_is_one_exactly_if_django_says_so(text) -> None:
    address = text.lower()
    try:
        validate_email(address)
    except ValidationError:
        address = Unreadable("bad_email")
    assert read_email(text) == address


@given(st.text())
def test_a_cleaned_cell_is_clean_and_stays_as_it_is(cell) -> None:
    text = cells.cleaned(cell)
    assume(isinstance(text, str))
    assert cells.cleaned(text) == text
    assert text == text.strip()
    assert not set(text) & set("\u202e\u2066\u200b\n\t\x00")


@given(st.text(), st.text())
def test_words_can_be_searched_on_every_database(one, other) -> None:
    words = search_words(one)
    assert all(word and len(word) <= 40 and not set(word) & set(" '\"%_*\\&|!():^\x00") for word in words)
    indexed = search_text(one, other)
    assert indexed == " ".join(dict.fromkeys(words + search_words(other)))
    assert indexed.split() == ([] if not indexed else indexed.split(" "))


@given(st.text(max_size=50))
def test_a_name_is_itself_whatever_its_case_and_spaces(name) -> None:
    assert name_key(f"  {name} ") == name_key(name)
    assert name_key(name_key(name)) == name_key(name)
