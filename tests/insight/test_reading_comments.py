"""Every comment is read, whoever wrote it down and how, and what was read goes with the words."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest

from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services.persons import erase_person, person_file
from kuule.insight.models import CommentReading, ThemeLabel, ThemeSuggestion
from kuule.insight.selectors.labels import marks_of
from kuule.insight.selectors.themes import reading_state
from kuule.insight.services.comments.waiting import MOST_CHARACTERS, read_waiting
from kuule.insight.services.themes import ThemeSettings, add_label, make_theme, set_urgent_phrases
from kuule.insight.templatetags.comments import unmarked
from kuule.lib.bulk import insert_rows, overwrite_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response, VerbatimChange
from kuule.responses.services.forgetting import forget_persons_of
from kuule.workspaces.rules import SYSTEM
from tests.insight.conftest import Programme

Writer = Callable[[Programme, Response], object]


def read_all(programme: Programme) -> None:
    while read_waiting(now=programme.now):
        pass


def read(response: Response) -> CommentReading | None:
    return CommentReading.objects.filter(response=response.pk).first()


@pytest.fixture
def answer(programme: Programme) -> Response:
    given = programme.answer(3, contact=programme.contact("Aino"), verbatim="My lawyer will call you")
    read_all(programme)
    return given


def _by_query(programme: Programme, answer: Response) -> None:
    Response.objects.filter(pk=answer.pk).update(verbatim="Quite fine now")


def _in_bulk(programme: Programme, answer: Response) -> None:
    answer.verbatim = "Quite fine now"
    overwrite_rows([answer], ["verbatim"])


def _again(programme: Programme, answer: Response) -> None:
    programme.answer(9, invitation=answer.invitation, verbatim="Quite fine now")


@pytest.mark.parametrize("writer", [_by_query, _in_bulk, _again])
def test_a_changed_comment_is_read_again(programme: Programme, answer: Response, writer: Writer) -> None:
    assert (read(answer).masked, read(answer).urgencies) == ("My lawyer will call you", ("legal",))
    writer(programme, answer)
    read_all(programme)
    assert (read(answer).masked, read(answer).urgencies) == ("Quite fine now", ())
    assert not VerbatimChange.objects.exists()


def test_what_changes_no_words_is_not_read_again(programme: Programme, answer: Response) -> None:
    Response.objects.filter(pk=answer.pk).update(score=9, verdict="scanner")
    insert_rows([_copy(answer, verbatim="")])
    assert not VerbatimChange.objects.exists()
    insert_rows([_copy(answer, verbatim="More")])
    assert VerbatimChange.objects.count() == 1


def _copy(answer: Response, verbatim: str) -> Response:
    copy = Response.objects.get(pk=answer.pk)
    copy.pk, copy.uid, copy.invitation, copy.token_hash, copy.verbatim = None, new_uid(), None, None, verbatim
    return copy


def test_personal_data_is_masked_and_the_page_words_it(programme: Programme) -> None:
    given = programme.answer(5, verbatim="Call 040 123 4567 or mail aino@privat.example, please")
    read_all(programme)
    assert unmarked(read(given).masked) == "Call [phone number] or mail [e-mail address], please"


HOSTILE = [
    "",
    " ",
    "!",
    "👍",
    "a" * MOST_CHARACTERS,
    "مرحبا hello 你好 hyvää päivää",
    "<script>\x01\x7f\u202e",
    "\u200b\u200d",
]


def test_hostile_comments_are_survived(programme: Programme) -> None:
    given = [programme.answer(5, verbatim=text) for text in HOSTILE]
    read_all(programme)
    assert {each.response_id for each in CommentReading.objects.all()} == {each.pk for each in given[2:]}
    assert not VerbatimChange.objects.exists()


def test_a_comment_that_changes_while_it_is_read_is_read_once_more(
    programme: Programme, answer: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kuule.insight.services.comments import reader

    Response.objects.filter(pk=answer.pk).update(verbatim="First")

    def slow(*args: object, **options: object) -> str:
        if Response.objects.get(pk=answer.pk).verbatim == "First":
            Response.objects.filter(pk=answer.pk).update(verbatim="Second")
        return "en"

    monkeypatch.setattr(reader, "language_of", slow)
    read_waiting(now=programme.now)
    assert read(answer).masked == "My lawyer will call you"
    read_all(programme)
    assert read(answer).masked == "Second"


def test_one_comment_that_cannot_be_read_holds_up_no_other(
    programme: Programme, answer: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kuule.insight.services.comments import reader

    def breaks(text: str, *args: object, **options: object) -> str:
        if "poison" in text:
            raise RuntimeError(text)
        return "en"

    monkeypatch.setattr(reader, "language_of", breaks)
    given = [
        programme.answer(5, verbatim=f"{word} {number}") for number, word in enumerate(("a", "b", "poison", "d", "e"))
    ]
    read_all(programme)
    assert [read(each) is not None for each in given] == [True, True, False, True, True]


def test_all_comments_of_a_workspace_are_read_some_at_a_time(
    programme: Programme, answer: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kuule.insight.services.comments import waiting

    given = [programme.answer(5, verbatim=f"Number {number}") for number in range(5)]
    CommentReading.objects.all().delete()
    VerbatimChange.objects.all().delete()
    VerbatimChange.objects.create(workspace_id=programme.workspace.pk, after=answer.pk)
    monkeypatch.setattr(waiting, "BATCH", 2)
    assert reading_state(programme.workspace).waiting == 5
    read_waiting(now=programme.now)
    assert CommentReading.objects.count() == 2
    assert reading_state(programme.workspace).waiting == 3
    read_all(programme)
    assert {each.response_id for each in CommentReading.objects.all()} == {each.pk for each in given}
    assert reading_state(programme.workspace).waiting == 0


def test_entries_of_a_workspace_that_is_gone_are_thrown_away(programme: Programme, answer: Response) -> None:
    VerbatimChange.objects.create(workspace_id=10_000, row_id=1)
    programme.answer(5, verbatim="Afterwards")
    read_all(programme)
    assert CommentReading.objects.count() == 2


def test_own_phrases_take_the_place_of_the_usual_ones(programme: Programme, answer: Response) -> None:
    set_urgent_phrases(kind="legal", language="en", phrases=["barrister*"], **programme.who)
    given = [programme.answer(5, verbatim=f"My {who} will call you") for who in ("lawyer", "barristers")]
    read_all(programme)
    assert [read(each).urgent_phrase for each in given] == ["", "barrister*"]
    found = marks_of(programme.workspace, responses=[each.pk for each in given])
    assert [found[each.pk].reading.urgency for each in given] == ["", "legal"]


def _labelled(programme: Programme, answer: Response) -> None:
    theme = make_theme(settings=ThemeSettings(names={"en": "Law"}, words={"en": ["law*"]}), **programme.who)
    add_label(reading=read(answer), theme=theme, actor=SYSTEM, now=programme.now)
    ThemeSuggestion.objects.create(
        workspace=programme.workspace, responses=[answer.pk, 10_000], n=5, found_at=programme.now
    )


def test_an_erased_person_leaves_no_word_behind(programme: Programme, answer: Response) -> None:
    _labelled(programme, answer)
    archive = zipfile.ZipFile(io.BytesIO(person_file(contact=answer.contact, actor=SYSTEM, now=programme.now)))
    known = json.loads(archive.read("person.json"))["readings"][0]
    assert (known["themes"], known["urgent"], known["phrase"]) == ("Law", "legal", "lawyer*")
    erase_person(contact=answer.contact, actor=SYSTEM, now=programme.now, reason=ASKED_FOR)
    assert not CommentReading.objects.exists()
    assert not ThemeLabel.objects.exists()
    assert ThemeSuggestion.objects.get().responses == [10_000]
    read_all(programme)
    assert not CommentReading.objects.exists()


def test_an_answer_that_loses_its_words_with_age_loses_its_reading(programme: Programme, answer: Response) -> None:
    _labelled(programme, answer)
    forget_persons_of(workspace=programme.workspace, responses=[answer])
    read_all(programme)
    assert not CommentReading.objects.exists()
    assert not ThemeLabel.objects.exists()


def test_a_deleted_answer_takes_everything_along(programme: Programme, answer: Response) -> None:
    _labelled(programme, answer)
    Response.objects.filter(pk=answer.pk).delete()
    assert not ThemeLabel.objects.exists()
