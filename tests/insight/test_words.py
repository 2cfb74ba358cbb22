"""Answers are found by the words in their comments, by the index as by reading all of them."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services.persons import erase_person
from kuule.lib import substrings
from kuule.lib.substrings import has_words
from kuule.responses.models import Response
from kuule.responses.selectors import words
from kuule.responses.selectors.words import answers_with
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from tests.insight.conftest import Programme

pytestmark = pytest.mark.django_db

LETTERS = st.text(st.sampled_from("abAÄäßİı\"'%_\\ \U0001f600\n|*"), max_size=12)


def found(text: str) -> set[str]:
    (workspace,) = Workspace.objects.filter(pk__in=Response.objects.values("workspace"))
    return set(answers_with(text, workspace_id=workspace.pk).values_list("verbatim", flat=True))


def say(programme: Programme, *comments: str) -> list[Response]:
    return [Response.objects.get(pk=programme.answer(9, verbatim=each).pk) for each in comments]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("aika", {"Toimitusaika venyi"}),
        ("TOIMITUS", {"Toimitusaika venyi"}),
        ("älykäs", {"ÄLYKÄS ratkaisu"}),
        ("100%", {"100% sure"}),
        ('"sure" OR', set()),
        ("ve", {"Toimitusaika venyi"}),
    ],
)
def test_a_part_of_a_word_is_found_in_whichever_case(programme: Programme, asked: str, expected: set[str]) -> None:
    say(programme, "Toimitusaika venyi", "ÄLYKÄS ratkaisu", "100% sure", "1000 sure", "")
    assert found(asked) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comments=st.lists(LETTERS, min_size=1, max_size=5), asked=LETTERS.filter(bool))
def test_the_index_finds_what_reading_all_finds(programme: Programme, comments: list[str], asked: str) -> None:
    Response.objects.all().delete()
    say(programme, *comments)
    assert found(asked) == set(Response.objects.filter(has_words("verbatim", asked)).values_list("verbatim", flat=True))


def test_the_index_learns_of_every_change(programme: Programme) -> None:
    (first,) = say(programme, "the courier was late")
    second = programme.answer(3, contact=programme.contact(), verbatim="a courier again")
    Response.objects.filter(pk=first.pk).update(verbatim="the driver was late")
    assert found("courier") == {"a courier again"}
    assert found("driver") == {"the driver was late"}
    erase_person(contact=second.contact, reason=ASKED_FOR, actor=SYSTEM, now=programme.now)
    assert not found("courier")
    if connection.vendor == "sqlite":
        assert substrings.rows_with(words.TABLE, words.COLUMN, "courier", limit=5) == []


def test_words_that_many_say_are_found_too(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "FEW", 1)
    say(programme, "late again", "late once", "early")
    assert found("late") == {"late again", "late once"}


def test_a_very_long_comment_is_found_by_its_last_words(programme: Programme) -> None:
    say(programme, "word " * 50_000 + "needle")
    assert len(found("needle")) == 1
