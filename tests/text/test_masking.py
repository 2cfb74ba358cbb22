"""Personal data in comments: found in every form people write it, and nothing else taken for it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuule.text.checks import is_finnish_identity_code, is_iban, is_payment_card
from kuule.text.masking import Personal, masked, personal_spans

MARKS = {kind: f"[{kind}]" for kind in Personal}


def hidden(text: str, language: str = "en") -> str:
    return masked(text, personal_spans(text, language=language), MARKS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to anna.o%x+nps@mail.example.co.uk.", "Write to [email]."),
        ("(see https://example.com/a?b=c), or WWW.example.com!", "(see [url]), or [url]!"),
        ("mailto link http://x.example/?to=a@b.example here", "mailto link [url] here"),
        ("Ring +358 40 123 4567 or 00 44 20 7946 0958", "Ring [phone] or [phone]"),
        ("040-1234567, (09) 123 4567, 070-123 45 67", "[phone], [phone], [phone]"),
        ("030/1234567; 0912 345 678; +358 (0)40 1234567", "[phone]; [phone]; [phone]"),
        ("call (555) 123-4567 or 555-123-4567", "call [phone] or [phone]"),
        ("IBAN FI21 1234 5600 0007 85 OK, de89370400440532013000", "IBAN [iban] OK, [iban]"),
        ("hetu 131052-308T ja 010594Y9021", "hetu [identity_code] ja [identity_code]"),
        ("card 4111 1111 1111 1111 or 5500-0055-5555-5559", "card [card] or [card]"),
    ],
)
def test_what_is_personal_is_masked(text: str, expected: str) -> None:
    assert hidden(text) == expected


def test_names_that_are_known_are_masked_with_their_endings_and_no_other_words() -> None:
    text = "KARI NORDMANN's Nordmannin and Kari, of Fjord Shipping; we mark and may ship a kari."
    spans = personal_spans(text, names=("Kari Nordmann", "Fjord Shipping", "Mark May", ""))
    assert masked(text, spans, MARKS) == "[name]'s [name] and [name], of [name]; we mark and may ship a kari."
    assert personal_spans("Kari", names=()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "On 01.11.2026 or 2026-11-20 from 0800-1600, 08.00-16.00, 08-16, we paid 0.123456789 of 1 000 000.",
        "Order 100200300, invoice 2026-000123, VAT 1234567-8, version 10.2.3.4, 9/10, room 101 @ noon",
        "No IBAN: FI21 1234 5600 0007 86. No card: 4111 1111 1111 1112, 0.3767512176961424.",
        "No hetu: 131052-308U, 310290-1232.",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("mark", "+-YXWVUABCDEF")
def test_every_century_mark_of_an_identity_code_counts(mark: str) -> None:
    assert is_finnish_identity_code(f"010594{mark}9021")
    assert hidden(f"x 010594{mark.lower()}9021 x") == "x [identity_code] x"


def test_one_wrong_letter_breaks_every_proof() -> None:
    proofs = {
        "131052-308T": is_finnish_identity_code,
        "FI2112345600000785": is_iban,
        "4111111111111111": is_payment_card,
    }
    for code, is_real in proofs.items():
        assert is_real(code)
        digits = [place for place, letter in enumerate(code) if letter.isdecimal()]
        for place in digits:
            assert not is_real(f"{code[:place]}{(int(code[place]) + 1) % 10}{code[place + 1 :]}"), (code, place)


@settings(max_examples=60)
@given(st.text(st.sampled_from("aÄ1 0+-.@/()F:\u0301\n\ud800\x00é"), max_size=60), st.sampled_from(["fi", "en"]))
def test_spans_lie_apart_in_the_text_and_masking_is_done_in_one_go(text: str, language: str) -> None:
    spans = personal_spans(text, language=language)
    ends = [place for span in spans for place in (span.start, span.end)]
    assert ends == sorted(ends)
    assert all(span.start < span.end <= len(text) for span in spans)
    kept = re.sub(r"\[\w+\]", "", masked(text, spans, MARKS))
    assert len(kept) == len(text) - sum(span.end - span.start for span in spans)


@pytest.mark.parametrize("piece", ["a", "1 ", "a@a.", "FI21 1234 ", "+358("])
def test_a_hostile_megabyte_ends(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert len(hidden(text)) <= len(text)
