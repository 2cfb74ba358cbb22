"""Where an embedder is installed, comments are placed by it once, and models read by that from then on."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from kuule.insight.models import CommentReading, CommentVector, TextModel, ThemeLabel
from kuule.insight.rules.themes import PLACING
from kuule.insight.selectors import vectors
from kuule.insight.services.comments import embedding
from kuule.insight.services.comments.embedding import run_embedding
from kuule.insight.tasks import drain_comment_jobs, drain_learning
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, RUNNING
from kuule.jobs.services import claim_job, request_cancel
from kuule.responses.models import Response
from kuule.text.comments import Vectors
from kuule.text.embedding import NoEmbedder
from tests.insight.conftest import Programme
from tests.insight.test_labelling import Corpus


class WordBags:
    """Places comments by which words are in them: enough to tell whether vectors get where they belong."""

    name = "bags-1"

    def __init__(self) -> None:
        self.placed: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.placed += texts
        made = np.zeros((len(texts), 64), dtype=np.float16)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                made[row, hashlib.sha256(word.encode()).digest()[0] % 64] += 1
        return made


@pytest.fixture
def bags(monkeypatch: pytest.MonkeyPatch) -> WordBags:
    found = WordBags()
    monkeypatch.setattr(vectors, "installed_embedder", lambda: found)
    return found


@pytest.fixture
def corpus(programme: Programme) -> Corpus:
    made = Corpus(programme)
    made.say(120)
    return made


def finish() -> None:
    while drain_comment_jobs():
        pass


def test_comments_are_placed_once_and_read_by_that(corpus: Corpus, bags: WordBags) -> None:
    waiting = corpus.theme("Waiting")
    drain_learning()
    drain_learning()
    assert Job.objects.filter(kind=PLACING).count() == 1
    finish()
    drain_learning()
    finish()
    assert {(model.kind, model.embedder) for model in TextModel.objects.all()} == {
        ("sentiment", "bags-1"),
        ("themes", "bags-1"),
    }
    assert CommentVector.objects.count() == 120
    assert len(bags.placed) == 120
    assert ThemeLabel.objects.filter(theme=waiting).count() > 15
    late = corpus.programme.answer(2, verbatim="I waited 5 hours in the queue")
    corpus.read()
    assert (late.pk, waiting.pk) in corpus.labels()
    assert len(bags.placed) == 121
    Response.objects.filter(pk=late.pk).update(verbatim="Kind and helpful staff")
    corpus.read()
    assert bags.placed[-1] == "Kind and helpful staff"
    assert (late.pk, waiting.pk) not in corpus.labels()


def test_the_embedder_that_kuule_brings_places_comments(programme: Programme) -> None:
    corpus = Corpus(programme)
    corpus.say(100)
    waiting = corpus.theme("Waiting")
    drain_learning()
    finish()
    assert {len(bytes(each.vector)) for each in CommentVector.objects.all()} == {768}
    late = programme.answer(2, verbatim="I waited 5 hours in the queue")
    corpus.read()
    assert (late.pk, waiting.pk) in corpus.labels()


def test_a_changed_comment_is_placed_anew(corpus: Corpus, bags: WordBags) -> None:
    drain_learning()
    finish()
    TextModel.objects.all().delete()
    reading = CommentReading.objects.earliest("pk")
    Response.objects.filter(pk=reading.response_id).update(verbatim="Something else")
    corpus.read()
    assert not CommentVector.objects.filter(response=reading.response_id).exists()


def test_a_killed_or_stopped_job_keeps_what_it_placed(
    corpus: Corpus, bags: WordBags, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "AT_ONCE", 50)
    drain_learning()
    now = corpus.programme.now
    job = claim_job(kind=PLACING, now=now)
    keep, calls = embedding.keep_vectors, list[int]()

    def dies(*args: object, **options: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        keep(*args, **options)

    monkeypatch.setattr(embedding, "keep_vectors", dies)
    with pytest.raises(KeyboardInterrupt):
        run_embedding(job=job, clock=lambda: now)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (RUNNING, 50, 120)
    later = now + timedelta(minutes=10)
    again = claim_job(kind=PLACING, now=later)
    request_cancel(job=again, **corpus.who)
    run_embedding(job=Job.objects.get(pk=again.pk), clock=lambda: later)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (CANCELLED, 100, 120)
    assert CommentVector.objects.count() == 100
    drain_learning()
    assert Job.objects.filter(kind=PLACING).count() == 1


def test_without_the_embedder_words_do(corpus: Corpus, bags: WordBags, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.theme("Waiting")
    drain_learning()
    finish()
    monkeypatch.setattr(vectors, "installed_embedder", lambda: NoEmbedder("not_installed"))
    late = corpus.programme.answer(2, verbatim="I waited 5 hours in the queue")
    corpus.read()
    assert CommentReading.objects.filter(response=late).exists()
    assert late.pk not in dict(corpus.labels())
    drain_learning()
    finish()
    assert {model.embedder for model in TextModel.objects.all()} == {""}
    assert late.pk in dict(corpus.labels())
