"""A workspace learns from its own comments; labels come by a job, stay as they are, and people have the last word."""

import random
from datetime import timedelta
from typing import Any

import pytest

from kuule.insight.models import CommentReading, TextModel, Theme, ThemeLabel
from kuule.insight.rules.themes import LABELLING, is_alike
from kuule.insight.selectors import vectors
from kuule.insight.selectors.themes import open_suggestions, reading_state
from kuule.insight.services.comments import labelling
from kuule.insight.services.comments.labelling import run_labelling
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
)
from kuule.insight.tasks import drain_comment_jobs, drain_learning
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, DONE, RUNNING, WAITING
from kuule.jobs.services import claim_job, request_cancel
from kuule.lib.bulk import insert_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.text.embedding import NoEmbedder
from kuule.workspaces.rules import SYSTEM
from tests.insight.conftest import Programme

SAYINGS = {
    (2, "waiting"): ("I waited {} hours in the queue", "Endless queue, {} people before me", "Waiting for {} days now"),
    (3, "price"): ("Far too expensive, {} euros", "The price rose by {} percent", "Pricey: {} euros a month"),
    (10, "kind"): (
        "Kind and helpful staff, thanks to {}",
        "Lovely friendly people at desk {}",
        "Helpful staff, visit {}",
    ),
    (9, ""): ("Excellent, all {} parts arrived", "Works well since {} weeks", "Great, I bought {}"),
}
WORDS = {"Waiting": ["wait*", "queue*"], "Price": ["price*", "expensive*"]}


class Corpus:
    """A programme with many comments, all of them read."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.who: dict[str, Any] = {"actor": SYSTEM, "now": programme.now}

    def say(self, count: int, seed: int = 1) -> None:
        dice = random.Random(seed)
        insert_rows([self._answer(dice, number) for number in range(count)])
        self.read()

    def read(self) -> None:
        while read_waiting(now=self.programme.now):
            pass

    def work(self) -> None:
        while job := claim_job(kind=LABELLING, now=self.programme.now):
            run_labelling(job=job, clock=lambda: self.programme.now)

    def theme(self, name: str) -> Theme:
        settings = ThemeSettings(names={"en": name}, words={"en": WORDS[name]})
        return make_theme(settings=settings, **self.programme.who)

    def labels(self, theme: Theme | None = None) -> set[tuple[int, int]]:
        found = ThemeLabel.objects.filter(theme=theme) if theme else ThemeLabel.objects.all()
        return set(found.values_list("response", "theme"))

    def _answer(self, dice: random.Random, number: int) -> Response:
        (score, _theme), sayings = dice.choice(list(SAYINGS.items()))
        programme = self.programme
        return Response(
            workspace=programme.workspace,
            uid=new_uid(),
            survey=programme.survey,
            version=programme.version,
            channel="email",
            language="en",
            score=score,
            verbatim=dice.choice(sayings).format(number),
            answered_at=programme.now - timedelta(days=1),
        )


@pytest.fixture(autouse=True)
def by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read words, as an installation without the embedder does."""
    monkeypatch.setattr(vectors, "installed_embedder", lambda: NoEmbedder("not_installed"))


@pytest.fixture
def corpus(programme: Programme) -> Corpus:
    made = Corpus(programme)
    made.say(240)
    return made


def test_comments_are_labelled_by_a_job_and_new_ones_as_they_come(corpus: Corpus) -> None:
    waiting, price = corpus.theme("Waiting"), corpus.theme("Price")
    assert reading_state(waiting.workspace).jobs[0].state == WAITING
    corpus.work()
    for theme, words in ((waiting, ("wait", "queue")), (price, ("price", "expensive"))):
        told = CommentReading.objects.filter(response__in=ThemeLabel.objects.filter(theme=theme).values("response"))
        texts = [text.lower() for text in told.values_list("masked", flat=True)]
        assert len(texts) > 30
        assert sum(any(word in text for word in words) for text in texts) / len(texts) > 0.9
    theme = Theme.objects.get(pk=waiting.pk)
    label = ThemeLabel.objects.filter(theme=theme).first()
    assert (theme.is_due, label.model_version) == (False, theme.model_version)
    assert "." in label.model_version
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (DONE, 240, 240)
    late = corpus.programme.answer(2, verbatim="I waited 999 hours in the queue")
    corpus.read()
    assert (late.pk, theme.pk) in corpus.labels()


def test_sentiment_is_learned_from_own_scores_once_there_are_enough(programme: Programme) -> None:
    corpus = Corpus(programme)
    corpus.say(199)
    drain_learning()
    assert not Job.objects.exists()
    programme.answer(9, verbatim="Works well, great")
    corpus.read()
    drain_learning()
    drain_learning()
    assert Job.objects.count() == 1
    corpus.work()
    drain_learning()
    assert not Job.objects.filter(state=WAITING).exists()
    model = TextModel.objects.get()
    assert (model.kind, model.n) == ("sentiment", 200)
    sounds = {
        score: [each.p_promoter for each in CommentReading.objects.filter(response__score=score)] for score in (2, 10)
    }
    assert max(sounds[2]) < 0.35 < 0.65 < min(sounds[10])
    given = programme.answer(0, verbatim="Endless queue, far too expensive")
    corpus.read()
    reading = CommentReading.objects.get(response=given)
    assert reading.p_promoter < 0.35
    assert reading.model_version == model.version
    assert reading_state(programme.workspace).sentiment == model


def test_labels_stay_as_they_are(corpus: Corpus) -> None:
    waiting, price = corpus.theme("Waiting"), corpus.theme("Price")
    corpus.work()
    before, rows = corpus.labels(), dict(ThemeLabel.objects.values_list("pk", "probability"))
    label_again(workspace=waiting.workspace, **corpus.who)
    corpus.work()
    assert corpus.labels() == before
    assert dict(ThemeLabel.objects.values_list("pk", "probability")) == rows
    settings = ThemeSettings(names={"en": "Price"}, words={"en": ["percent"]})
    change_theme(theme=price, settings=settings, **corpus.who)
    corpus.work()
    assert corpus.labels(waiting) == {pair for pair in before if pair[1] == waiting.pk}
    assert corpus.labels(price) != {pair for pair in before if pair[1] == price.pk}
    # Three times as many comments teach better, and still what was labelled stays.
    corpus.say(480, seed=2)
    kept = corpus.labels(waiting)
    label_again(workspace=waiting.workspace, theme=price, **corpus.who)
    corpus.work()
    assert TextModel.objects.get().n == 720
    assert corpus.labels(waiting) == kept


def test_no_model_writes_over_what_people_said_and_it_learns_from_it(corpus: Corpus) -> None:
    waiting = corpus.theme("Waiting")
    corpus.work()
    labels = ThemeLabel.objects.filter(theme=waiting).order_by("pk")
    endless = CommentReading.objects.filter(masked__startswith="Endless queue").values("response")
    queues = list(labels.filter(response__in=endless))
    for label in queues[:12]:
        decide_label(label=label, verdict="wrong", **corpus.who)
    kind = CommentReading.objects.filter(response__score=10)[0]
    add_label(reading=kind, theme=waiting, **corpus.who)
    alike, before = queues[12], queues[12].probability
    label_again(workspace=waiting.workspace, theme=waiting, **corpus.who)
    corpus.work()
    said = dict(ThemeLabel.objects.exclude(verdict=None).values_list("response", "verdict"))
    assert said == {**{label.response_id: "wrong" for label in queues[:12]}, kind.response_id: "added"}
    assert not ThemeLabel.objects.filter(pk=alike.pk, probability__gte=before).exists()


def test_a_killed_job_goes_on_where_it_was(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelling, "BATCH", 50)
    waiting, now = corpus.theme("Waiting"), corpus.programme.now
    first = claim_job(kind=LABELLING, now=now)
    calls: list[object] = []

    def dies(*args: Any, **options: Any) -> None:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt

    keep = labelling.keep_labels
    monkeypatch.setattr(labelling, "keep_labels", lambda **options: (dies(), keep(**options)))
    with pytest.raises(KeyboardInterrupt):
        run_labelling(job=first, clock=lambda: now)
    job = Job.objects.get()
    assert (job.state, job.done) == (RUNNING, 100)
    model = TextModel.objects.get().pk
    later = now + timedelta(minutes=10)
    again = claim_job(kind=LABELLING, now=later)
    run_labelling(job=again, clock=lambda: later)
    job.refresh_from_db()
    assert (job.state, job.done, TextModel.objects.get().pk) == (DONE, 240, model)
    done = corpus.labels()
    label_again(workspace=waiting.workspace, **corpus.who)
    corpus.work()
    assert corpus.labels() == done


def test_a_job_can_be_stopped_and_its_theme_stays_due(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelling, "BATCH", 50)
    waiting = corpus.theme("Waiting")
    job = claim_job(kind=LABELLING, now=corpus.programme.now)
    request_cancel(job=job, **corpus.who)
    run_labelling(job=claimed(job), clock=lambda: corpus.programme.now)
    job.refresh_from_db()
    waiting.refresh_from_db()
    assert (job.state, job.done, waiting.is_due) == (CANCELLED, 50, True)


def claimed(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_what_is_learned_meanwhile_is_what_comments_are_read_by(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kuule.insight.services.comments import reader

    corpus.theme("Waiting")
    given = corpus.programme.answer(2, verbatim="I waited in the queue")
    plain, calls = reader.language_of, list[int]()

    def slow(*args: Any, **options: Any) -> str:
        if not calls:
            calls.append(1)
            corpus.work()
        return plain(*args, **options)

    monkeypatch.setattr(reader, "language_of", slow)
    read_waiting(now=corpus.programme.now)
    assert not CommentReading.objects.filter(response=given).exists()
    corpus.read()
    assert ThemeLabel.objects.filter(response=given).exists()


def test_themes_that_are_gone_label_nothing(corpus: Corpus) -> None:
    waiting, price = corpus.theme("Waiting"), corpus.theme("Price")
    corpus.work()
    archive_theme(theme=price, **corpus.who)
    before = corpus.labels()
    given = [
        corpus.programme.answer(3, verbatim=text)
        for text in ("I waited 999 hours in the queue", "Far too expensive, 999 euros")
    ]
    corpus.read()
    assert corpus.labels() - before == {(given[0].pk, waiting.pk)}
    both = corpus.labels(waiting)
    kind = make_theme(
        settings=ThemeSettings(names={"en": "Kind"}, words={"en": ["kind", "helpful"]}), **corpus.programme.who
    )
    corpus.work()
    merge_themes(theme=kind, into=waiting, **corpus.who)
    corpus.work()
    assert corpus.labels(waiting) > both
    assert not corpus.labels(kind)


def test_themes_are_suggested_and_never_forced(corpus: Corpus) -> None:
    waiting = corpus.theme("Waiting")
    corpus.work()
    look_for_themes(workspace=waiting.workspace, **corpus.who)
    assert drain_comment_jobs() > 1
    found = list(open_suggestions(waiting.workspace))
    words = [word for suggestion in found for word in suggestion.words["en"]]
    assert {"expensive", "helpful"} <= set(words)
    assert not any(word.startswith(("wait", "queue")) for word in words)
    assert list(Theme.objects.all()) == [waiting]
    assert all(suggestion.n >= 10 for suggestion in found)
    praise = next(suggestion for suggestion in found if "helpful" in suggestion.words["en"])
    shown = CommentReading.objects.filter(response__in=praise.responses)
    assert any("helpful" in each.masked.lower() for each in shown)
    dismiss_suggestion(suggestion=praise, **corpus.who)
    look_for_themes(workspace=waiting.workspace, **corpus.who)
    drain_comment_jobs()
    again = [suggestion.words["en"] for suggestion in open_suggestions(waiting.workspace)]
    assert any("expensive" in words for words in again)
    assert not any(is_alike(words, praise.words["en"]) for words in again)


def test_themes_can_be_named_before_there_is_a_comment(programme: Programme) -> None:
    corpus = Corpus(programme)
    waiting = corpus.theme("Waiting")
    assert drain_comment_jobs() == 1
    assert Job.objects.get().state == DONE
    given = programme.answer(2, verbatim="I waited in the queue")
    corpus.read()
    assert corpus.labels() == {(given.pk, waiting.pk)}
    read_again(workspace=waiting.workspace, **corpus.who)
    corpus.work()
    assert corpus.labels() == {(given.pk, waiting.pk)}
