"""Suggested themes named by a language model: only where operator and owner both want it, and never trusted."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from kuule.insight.models import CommentReading, Theme, ThemeSuggestion, WordingConsent
from kuule.insight.rules.wording import LONGEST_EXAMPLE, LONGEST_SUMMARY, MOST_EXAMPLES
from kuule.insight.selectors import wording
from kuule.insight.services.comments import searching
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.comments.wording import switch_wording_on, word_suggestions
from kuule.insight.services.themes import look_for_themes
from kuule.insight.tasks import drain_comment_jobs
from kuule.jobs.models import Job
from kuule.jobs.rules import DONE
from kuule.jobs.services import request_cancel
from kuule.lib.bulk import insert_rows
from kuule.lib.chat_models import MOST_BYTES
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.responses.services.forgetting import forget_persons_of
from kuule.surveys.models import Survey
from kuule.text.discovery import FEWEST_MEMBERS
from kuule.workspaces.models import AuditEntry
from kuule.workspaces.rules import SYSTEM
from tests.insight.conftest import Programme
from tests.insight.language_model import Model, running_model
from tests.insight.reading import words

SignIn = Callable[..., Client]

KEY = "sk-very-secret"
SENTENCE = "The price is called too high."
GOOD = {"language": "en", "name": "High price", "sentence": SENTENCE}
OTHERS = ("bal", "dem", "fin", "gor", "hul", "jam", "ken", "lir")
PRICEY = "Far too expensive, {} euros a month. Mail aino@privat.example! "


@pytest.fixture
def model(settings) -> Iterator[Model]:
    """A model that the operator set up."""
    with running_model() as found:
        settings.KUULE_LLM_URL, settings.KUULE_LLM_MODEL, settings.KUULE_LLM_KEY = found.url, "small", KEY
        found.says(**GOOD)
        yield found


@pytest.fixture
def priced(programme: Programme) -> Programme:
    """A programme in which enough people speak of the price, all at length, and others of what too few speak of."""
    say(programme, *(PRICEY.format(number) + "and so on " * 40 for number in range(12)))
    say(programme, *(f"{topic}ing {topic}ish" for topic in OTHERS for _ in range(FEWEST_MEMBERS - 1)))
    return programme


@pytest.fixture
def agreed(priced: Programme, model: Model) -> Programme:
    """The same, where an owner agreed."""
    switch_wording_on(host=host_of(model), **priced.who)
    return priced


def host_of(model: Model) -> str:
    return model.url.removeprefix("http://").removesuffix("/v1")


def say(programme: Programme, *comments: str) -> None:
    """Give answers with these comments, and have them read."""
    common = {"workspace": programme.workspace, "survey": programme.survey, "version": programme.version}
    given = {"channel": "email", "language": "en", "score": 3, "answered_at": programme.now}
    insert_rows([Response(uid=new_uid(), verbatim=comment, **common, **given) for comment in comments])
    while read_waiting(now=programme.now):
        pass


def search(programme: Programme) -> ThemeSuggestion:
    """Look for themes; return what was found."""
    look_for_themes(**programme.who)
    drain_comment_jobs()
    assert Job.objects.latest("pk").state == DONE
    return ThemeSuggestion.objects.get()


def test_a_suggestion_gets_a_name_and_a_sentence(agreed: Programme, model: Model, sign_in: SignIn, nordlys) -> None:
    found = search(agreed)
    assert (found.names, found.summary, found.worded_by) == ({"en": "High price"}, SENTENCE, "small")
    assert "expensive" in found.words["en"]
    page = words(sign_in(nordlys.bob).get(reverse("suggestion_list", args=["nordlys"])))
    assert f"High price · 12 comments {SENTENCE} Worded by small" in page
    assert (model.keys, model.asked[0]["model"]) == ([f"Bearer {KEY}"], "small")
    assert not Theme.objects.exists()


def test_only_masked_beginnings_of_few_comments_are_sent(agreed: Programme, model: Model) -> None:
    search(agreed)
    [told] = model.told()
    assert (told["language"], len(told["comments"])) == ("en", MOST_EXAMPLES)
    assert max(map(len, told["comments"])) == LONGEST_EXAMPLE
    assert "privat.example" not in str(model.asked)
    assert "they are data" in model.asked[0]["messages"][0]["content"]
    assert model.asked[0].keys() == {"model", "messages", "stream"}


def test_nothing_is_sent_until_an_owner_agrees(priced: Programme, model: Model) -> None:
    assert search(priced).worded_by == ""
    assert model.asked == []


def test_nothing_is_sent_where_the_operator_set_up_no_model_or_another_host(
    agreed: Programme, model: Model, settings
) -> None:
    settings.KUULE_LLM_URL = model.url.replace("127.0.0.1", "localhost")
    search(agreed)
    settings.KUULE_LLM_URL, settings.KUULE_LLM_MODEL = model.url, ""
    search(agreed)
    settings.KUULE_LLM_URL, settings.KUULE_LLM_MODEL = "", "small"
    assert search(agreed).worded_by == ""
    assert model.asked == []


def test_comments_of_anonymous_surveys_are_never_sent(agreed: Programme, model: Model) -> None:
    Survey.objects.update(is_anonymous=True)
    assert search(agreed).worded_by == ""
    assert model.asked == []


def test_words_that_only_anonymous_comments_have_stay_here(agreed: Programme, model: Model) -> None:
    anonymous = agreed.beside("Tell us openly")
    say(anonymous, "Far too expensive, robbery")
    Survey.objects.filter(pk=anonymous.survey.pk).update(is_anonymous=True)
    found = search(agreed)
    found.responses.insert(0, Response.objects.get(survey=anonymous.survey).pk)
    found.words["en"].append("robbery")
    found.save()
    word_suggestions(workspace=agreed.workspace, suggestions=[found], may_go_on=lambda: True)
    assert "expensive" in model.told()[-1]["words"]
    assert "robbery" not in str(model.asked[-1])


@pytest.mark.parametrize(
    "reply",
    [
        "I cannot help with that.",
        '{"language": "en", "name": "High price"}',
        '{"language": "sv", "name": "Högt pris", "sentence": "Det är dyrt."}',
        '{"language": "en", "name": "A name that has too many words", "sentence": "Dear."}',
        '{"language": "en", "name": "<b>Price</b>", "sentence": "Dear."}',
        '{"language": "en", "name": "Price", "sentence": "See https://evil.example"}',
        '{"language": "en", "name": ["Price"], "sentence": 7}',
        "[" * 100_000,
        "x" * MOST_BYTES,
    ],
    ids=["prose", "no sentence", "language", "long name", "markup", "link", "types", "nested", "huge"],
)
def test_a_reply_that_is_not_what_was_asked_for_leaves_the_words(agreed: Programme, model: Model, reply: str) -> None:
    model.reply = reply
    found = search(agreed)
    assert len(model.asked) == 1
    assert (found.names["en"], found.summary, found.worded_by) == (", ".join(found.words["en"][:2]), "", "")


def test_thoughts_around_the_reply_are_left_out_and_a_long_sentence_is_cut(agreed: Programme, model: Model) -> None:
    model.says(**{**GOOD, "name": "High\u202e\n price", "sentence": "word " * 100})
    model.reply = f"<think>They say {{}} is dear.</think>\n```json\n{model.reply}\n```"
    found = search(agreed)
    assert found.names == {"en": "High price"}
    assert found.summary.startswith("word word")
    assert len(found.summary) <= LONGEST_SUMMARY


@pytest.mark.parametrize(
    "status", [HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.UNAUTHORIZED, HTTPStatus.TEMPORARY_REDIRECT]
)
def test_an_endpoint_in_trouble_leaves_the_words_and_is_not_followed_elsewhere(
    agreed: Programme, model: Model, status: int, caplog
) -> None:
    model.status = status
    with running_model() as elsewhere:
        model.headers = (
            {"Location": f"{elsewhere.url}/chat/completions"} if status == HTTPStatus.TEMPORARY_REDIRECT else {}
        )
        assert search(agreed).worded_by == ""
        assert (len(model.asked), elsewhere.asked) == (1, [])
    assert f"status_{status}" in caplog.text
    assert not any(word in caplog.text for word in (KEY, "expensive", "euros"))


def test_a_reply_that_comes_packed_and_in_pieces_is_read(agreed: Programme, model: Model) -> None:
    model.is_packed = True
    assert search(agreed).names == {"en": "High price"}


@pytest.mark.parametrize("way", ["is_slow", "is_trickling"])
def test_an_endpoint_that_takes_too_long_is_left_alone(
    agreed: Programme, model: Model, way: str, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(wording, "PATIENCE_SECONDS", 0.2)
    setattr(model, way, True)
    found = search(agreed)
    word_suggestions(workspace=agreed.workspace, suggestions=[found, found], may_go_on=lambda: True)
    assert ThemeSuggestion.objects.get().worded_by == ""
    assert len(model.asked) == 2  # once in the search, once of the two
    assert "timeout" in caplog.text


def test_who_stops_the_search_while_names_are_asked_for_keeps_what_was_found(
    agreed: Programme, model: Model, monkeypatch
) -> None:
    def stopped(**given: object) -> None:
        request_cancel(job=Job.objects.latest("pk"), actor=SYSTEM, now=agreed.now)
        real(**given)

    real = searching.word_suggestions
    monkeypatch.setattr(searching, "word_suggestions", stopped)
    assert search(agreed).names
    assert model.asked == []


def test_what_a_model_said_is_forgotten_with_the_comment(agreed: Programme) -> None:
    found = search(agreed)
    gone = CommentReading.objects.select_related("response").get(response=found.responses[0]).response
    forget_persons_of(workspace=agreed.workspace, responses=[gone])
    while read_waiting(now=agreed.now):
        pass
    left = ThemeSuggestion.objects.get()
    assert (left.summary, left.worded_by, left.names["en"]) == ("", "", ", ".join(left.words["en"][:2]))
    assert gone.pk not in left.responses


def test_an_owner_switches_it_on_and_off_and_nobody_else_does(
    priced: Programme, model: Model, sign_in: SignIn, nordlys
) -> None:
    page, act = (reverse(name, args=["nordlys"]) for name in ("suggestion_list", "suggestion_wording"))
    alice, bob = sign_in(nordlys.alice), sign_in(nordlys.bob)
    assert f"Switch on and send to {host_of(model)}" in words(alice.get(page))
    assert "Only an owner can switch this on or off." in words(bob.get(page))
    assert bob.post(act, {"host": host_of(model)}).status_code == HTTPStatus.FORBIDDEN
    assert "Read once more where comments go" in words(alice.post(act, {"host": "evil.example"}, follow=True))
    assert not WordingConsent.objects.exists()
    assert "from the next search on" in words(alice.post(act, {"host": host_of(model)}, follow=True))
    assert search(priced).worded_by == "small"
    assert "No comment is sent" in words(alice.post(act, {"host": ""}, follow=True))
    assert search(priced).worded_by == ""
    assert len(model.asked) == 1
    acts = AuditEntry.objects.filter(act__startswith="wording").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["wording_switched_on", "wording_switched_off"]


def test_without_a_model_the_page_does_not_speak_of_one(priced: Programme, sign_in: SignIn, nordlys) -> None:
    assert "plain words" not in words(sign_in(nordlys.alice).get(reverse("suggestion_list", args=["nordlys"])))
