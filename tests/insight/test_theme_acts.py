"""What people do about themes, and what becomes of labels and verdicts then."""

from typing import Any

import pytest

from kuule.insight.models import CommentReading, Theme, ThemeLabel, ThemeSuggestion
from kuule.insight.query import THEME
from kuule.insight.rules.themes import LABELLING, MOST_THEMES, RIGHT, WRONG
from kuule.insight.selectors.counts import counts_by_segment
from kuule.insight.selectors.labels import marks_of, next_to_review, reviewed_labels
from kuule.insight.selectors.themes import archived_themes, live_themes, open_suggestions
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.themes import (
    ThemeSettings,
    add_label,
    archive_theme,
    change_theme,
    decide_label,
    dismiss_suggestion,
    label_again,
    look_for_themes,
    make_theme,
    merge_themes,
    read_again,
    restore_theme,
    set_urgent_phrases,
    split_theme,
    start_from_set,
    take_suggestion,
    undo_decision,
)
from kuule.jobs.models import Job
from kuule.responses.models import Response
from kuule.text.seeds import STARTER_SETS
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM, Refused
from tests.insight.conftest import Programme


class Desk:
    """Short ways to themes and labels of a programme."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.who = {"actor": SYSTEM, "now": programme.now}

    def theme(self, name: str, *words: str) -> Theme:
        settings = ThemeSettings(names={"en": name}, words={"en": words} if words else {})
        return make_theme(settings=settings, **self.programme.who)

    def comment(self, text: str, score: int = 3, **fields: Any) -> Response:
        given = self.programme.answer(score, verbatim=text, **fields)
        while read_waiting(now=self.programme.now):
            pass
        return given

    def label(self, response: Response, theme: Theme) -> ThemeLabel:
        return ThemeLabel.objects.create(
            workspace=theme.workspace, response=response, theme=theme, probability=0.9, model_version="m1"
        )

    def decide(self, label: ThemeLabel, verdict: str) -> None:
        decide_label(label=label, verdict=verdict, **self.who)

    def counted(self) -> dict[Any, int]:
        counts = counts_by_segment(self.programme.query(by=THEME))
        return {key: each.n for key, each in counts.items()}


@pytest.fixture
def desk(programme: Programme) -> Desk:
    return Desk(programme)


@pytest.mark.parametrize("name", STARTER_SETS)
def test_a_starter_set_is_added_once(desk: Desk, name: str) -> None:
    made = start_from_set(name=name, **desk.programme.who)
    assert len(made) >= 12
    assert all({"en", "fi", "sv", "de", "vi"} <= theme.names.keys() for theme in made)
    assert any(theme.is_praise for theme in made)
    assert start_from_set(name=name, **desk.programme.who) == []
    assert Job.objects.filter(kind=LABELLING).count() == 1


def test_a_set_can_be_added_in_some_languages(desk: Desk) -> None:
    made = start_from_set(name="b2b", languages=["fi"], **desk.programme.who)
    assert {language for theme in made for language in (*theme.names, *theme.words)} == {"fi"}


def test_what_cannot_be_a_theme_is_refused(desk: Desk) -> None:
    waiting = desk.theme("Waiting", "wait*")
    with pytest.raises(Refused, match="theme_name_taken"):
        desk.theme("waiting")
    with pytest.raises(Refused, match="theme_needs_name"):
        desk.theme("  ")
    with pytest.raises(Refused, match="unfit_phrase") as refused:
        desk.theme("Price", "pri*ce")
    assert refused.value.params == {"phrase": "pri*ce"}
    with pytest.raises(Refused, match="unknown_set"):
        start_from_set(name="../b2b", **desk.programme.who)
    with pytest.raises(Refused, match="same_theme"):
        merge_themes(theme=waiting, into=waiting, **desk.who)
    with pytest.raises(Refused, match="theme_needs_words"):
        split_theme(theme=waiting, off=ThemeSettings(names={"en": "All"}, words={"en": ["wait*"]}), **desk.who)
    with pytest.raises(Refused, match="unknown_urgency"):
        set_urgent_phrases(kind="bored", language="en", phrases=[], **desk.programme.who)
    assert list(live_themes(desk.programme.workspace)) == [waiting]


def test_there_can_be_so_many_themes_and_no_more(desk: Desk) -> None:
    Theme.objects.bulk_create(
        Theme(workspace=desk.programme.workspace, names={"en": f"T{n}"}, origin="own", created_at=desk.programme.now)
        for n in range(MOST_THEMES)
    )
    with pytest.raises(Refused, match="too_many_themes"):
        desk.theme("One more")


def test_other_words_make_a_theme_due_and_another_name_does_not(desk: Desk) -> None:
    theme = desk.theme("Waiting", "wait*")
    Theme.objects.update(is_due=False)
    theme.refresh_from_db()
    change_theme(theme=theme, settings=ThemeSettings(names={"en": "Queues"}, words={"en": ["wait*"]}), **desk.who)
    assert (str(theme), theme.is_due) == ("Queues", False)
    change_theme(theme=theme, settings=ThemeSettings(names={"en": "Queues"}, words={"en": ["queue*"]}), **desk.who)
    assert Theme.objects.get(pk=theme.pk).is_due


def test_work_that_waits_is_not_opened_twice(desk: Desk) -> None:
    theme = desk.theme("Waiting", "wait*")
    workspace = desk.programme.workspace
    assert label_again(workspace=workspace, theme=theme, **desk.who) == Job.objects.get()
    read_again(workspace=workspace, **desk.who)
    assert Job.objects.get().params == {"is_whole": True}
    search = look_for_themes(workspace=workspace, **desk.who)
    assert look_for_themes(workspace=workspace, **desk.who) == search


def test_an_archived_theme_counts_no_more_until_it_is_back(desk: Desk) -> None:
    theme, answer = desk.theme("Waiting", "wait*"), desk.comment("I waited")
    desk.label(answer, theme)
    assert desk.counted() == {theme.pk: 1}
    archive_theme(theme=theme, **desk.who)
    assert desk.counted() == {None: 1}
    assert list(archived_themes(desk.programme.workspace)) == [theme]
    restore_theme(theme=theme, **desk.who)
    assert desk.counted() == {theme.pk: 1}
    assert set(AuditEntry.objects.filter(act__startswith="theme_").values_list("act", flat=True)) == {
        "theme_made",
        "theme_archived",
        "theme_restored",
    }


def test_merging_keeps_words_labels_and_what_people_said(desk: Desk) -> None:
    queues, waiting = desk.theme("Queues", "queue*"), desk.theme("Waiting", "wait*")
    answers = [desk.comment(f"I waited in the queue {number}") for number in range(4)]
    for answer in answers[:3]:
        desk.label(answer, queues)
    desk.decide(desk.label(answers[0], waiting), WRONG)
    desk.label(answers[1], waiting)
    for answer, verdict in ((answers[0], RIGHT), (answers[1], WRONG), (answers[2], RIGHT)):
        desk.decide(ThemeLabel.objects.get(response=answer, theme=queues), verdict)
    merge_themes(theme=queues, into=waiting, **desk.who)
    labels = dict(ThemeLabel.objects.filter(theme=waiting).values_list("response", "verdict"))
    # What somebody said about the theme that stays wins over what was said about the one that goes.
    assert labels == {answers[0].pk: WRONG, answers[1].pk: WRONG, answers[2].pk: RIGHT}
    assert not ThemeLabel.objects.filter(theme=queues).exists()
    waiting.refresh_from_db()
    assert waiting.words == {"en": ["wait*", "queue*"]}
    with pytest.raises(Refused, match="theme_merged"):
        restore_theme(theme=queues, **desk.who)


def test_splitting_parts_words_and_what_people_confirmed(desk: Desk) -> None:
    theme = desk.theme("Waiting", "wait*", "phone*", "call*")
    by_phone, in_line = desk.comment("Nobody answers calls"), desk.comment("I had to wait an hour to call")
    for answer in (by_phone, in_line):
        desk.decide(desk.label(answer, theme), RIGHT)
    off = ThemeSettings(names={"en": "Phone"}, words={"en": ["phone*", "call*"]})
    phone = split_theme(theme=theme, off=off, **desk.who)
    theme.refresh_from_db()
    assert (theme.words, phone.words) == ({"en": ["wait*"]}, {"en": ["phone*", "call*"]})
    assert ThemeLabel.objects.get(response=by_phone).theme == phone
    assert ThemeLabel.objects.get(response=in_line).theme == theme


def test_verdicts_decide_what_counts_and_can_be_taken_back(desk: Desk) -> None:
    theme, answer = desk.theme("Waiting", "wait*"), desk.comment("I waited")
    label = desk.label(answer, theme)
    desk.decide(label, WRONG)
    assert desk.counted() == {None: 1}
    undo_decision(label=label, **desk.who)
    assert desk.counted() == {theme.pk: 1}
    other = desk.theme("Price")
    added = add_label(reading=CommentReading.objects.get(), theme=other, **desk.who)
    assert desk.counted() == {theme.pk: 1, other.pk: 1}
    assert reviewed_labels(theme.workspace)[other.pk].added == 1
    undo_decision(label=added, **desk.who)
    assert [each.theme for each in marks_of(theme.workspace, responses=[answer.pk])[answer.pk].labels] == [theme]


def test_comments_to_look_over_come_by_lot_and_once(desk: Desk) -> None:
    theme = desk.theme("Waiting", "wait*")
    answers = [desk.comment(f"I waited {number} hours") for number in range(5)]
    labels = {answer.pk: desk.label(answer, theme) for answer in answers}
    query, seen, after = desk.programme.query(), [], None
    while reading := next_to_review(query, theme=theme, after=after):
        seen.append(reading.response_id)
        after = reading.lot
    assert sorted(seen) == sorted(labels) != seen
    desk.decide(labels[seen[0]], RIGHT)
    assert next_to_review(query).response_id == seen[1]


def test_a_suggestion_is_taken_or_dismissed_once(desk: Desk) -> None:
    def suggest(name: str) -> ThemeSuggestion:
        return ThemeSuggestion.objects.create(
            workspace=desk.programme.workspace,
            names={"en": name},
            words={"en": ["park*"]},
            n=9,
            found_at=desk.programme.now,
        )

    parking, praise = suggest("Parking"), suggest("Lovely")
    made = take_suggestion(suggestion=parking, **desk.who)
    assert (str(made), made.words, made.origin) == ("Parking", {"en": ["park*"]}, "found")
    with pytest.raises(Refused, match="suggestion_decided"):
        take_suggestion(suggestion=parking, **desk.who)
    dismiss_suggestion(suggestion=praise, **desk.who)
    assert not open_suggestions(desk.programme.workspace).exists()
