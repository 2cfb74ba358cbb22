"""What is taken out of a draft can be put back, through the pages without any script."""

import re

import pytest
from django.test import Client
from hypothesis import given

from kuule.surveys.rules import Content
from kuule.surveys.rules import editing as edit
from kuule.surveys.rules.undoing import TakenOut, with_back
from kuule.workspaces.rules import Refused
from tests.conftest import Company
from tests.surveys.contents import CONTENTS, starting
from tests.surveys.test_editor_pages import draft, form_of, save


def options() -> list[str]:
    return [option["key"] for option in draft().questions[-1]["options"]]


def undo(client: Client, page: str) -> str:
    return client.post(f"{page}edit/put-back/", {"language": "fi"}, follow=True).content.decode()


@given(CONTENTS)
def test_whatever_is_taken_out_comes_back_as_it_was(content: Content) -> None:
    for question in content.questions:
        key = question["key"]
        assert with_back(edit.without_question(content, key), TakenOut.of(content, key)) == content
        for option in question.get("options", []):
            without = edit.without_option(content, key, option["key"])
            assert with_back(without, TakenOut.of(content, key, option["key"])) == content


@given(CONTENTS)
def test_nothing_comes_twice_or_in_a_language_that_is_gone(content: Content) -> None:
    for question in content.questions:
        taken = TakenOut.of(content, question["key"])
        assert with_back(content, taken) == content
        for language in content.languages[1:]:
            before = edit.without_language(edit.without_question(content, question["key"]), language)
            assert with_back(before, taken) == edit.without_language(content, language)


def test_only_what_has_a_place_comes_back() -> None:
    content = starting()
    full, without = content, edit.without_question(content, "better")
    for number in range(10 - len(without.questions)):
        without = edit.with_question(without, key=f"q_{number}", kind="text")
    with pytest.raises(Refused, match="too_many_questions"):
        with_back(without, TakenOut.of(full, "better"))
    assert TakenOut.of(content, "nothing") is None
    assert TakenOut.of(content, "better", "x_0") is None


def test_a_question_goes_and_comes_back_in_its_place_with_every_language(bob: Client, desk: str) -> None:
    before = draft().questions
    gone = save(bob, desk, "edit/questions/why/", "fi", do="remove")
    assert gone["Location"].endswith("?language=fi#taken-out")
    shown = bob.get(f"{desk}edit/?language=fi").content.decode()
    assert re.search(r"Question taken out:\s*<q dir=\"auto\">[^<]+</q>", shown)
    assert shown.index('id="part-satisfied"') < shown.index('id="taken-out"') < shown.index('id="part-better"')
    save(bob, desk, "edit/texts/thanks/", "fi", thanks_title="Kiitos")
    assert 'id="part-why"' in undo(bob, desk)
    assert draft().questions == before
    assert "taken-out" not in bob.get(f"{desk}edit/").content.decode()
    assert "There is nothing to put back any more." in undo(bob, desk)


def test_so_does_an_option(bob: Client, desk: str) -> None:
    before = options()
    last = draft().questions[-1]["key"]
    for key in (before[1], before[-1]):
        save(bob, desk, f"edit/questions/{last}/", do=f"option_remove:{key}")
        assert key not in options()
        assert "Option taken out:" in bob.get(f"{desk}edit/").content.decode()
        undo(bob, desk)
        assert options() == before


def test_an_option_of_a_question_that_is_gone_is_refused_and_kept(bob: Client, nordlys: Company, sign_in, desk) -> None:
    last = draft().questions[-1]["key"]
    save(bob, desk, f"edit/questions/{last}/", do=f"option_remove:{options()[0]}")
    save(sign_in(nordlys.alice), desk, f"edit/questions/{last}/", do="remove")
    assert "Somebody took this question out meanwhile." in undo(bob, desk)
    assert undo(sign_in(nordlys.alice), desk).count("There is nothing to put back any more.") == 1


def test_what_was_taken_out_of_an_earlier_draft_is_not_offered(bob: Client, desk: str) -> None:
    save(bob, desk, "edit/questions/why/", do="remove")
    bob.post(f"{desk}publish/")
    bob.post(f"{desk}draft/")
    assert "taken-out" not in bob.get(f"{desk}edit/").content.decode()
    undo(bob, desk)
    assert "why" not in [question["key"] for question in draft().questions]


def test_what_somebody_changed_meanwhile_is_neither_taken_out_nor_offered(
    bob: Client, nordlys: Company, sign_in, desk: str
) -> None:
    begun = form_of(sign_in(nordlys.alice), desk, "edit/questions/why/")
    save(bob, desk, "edit/questions/why/", title="Why?")
    alice = sign_in(nordlys.alice)
    late = alice.post(f"{desk}edit/questions/why/", {**begun, "do": "remove"})
    assert late.status_code == 409
    assert "taken-out" not in alice.get(f"{desk}edit/").content.decode()
    assert "why" in [question["key"] for question in draft().questions]
