"""Sentiment learned from own scores: better than a lexicon, honest about its certainty, the same every time."""

import numpy as np
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from kuule.text.accuracy import calibration_error, roc_auc
from kuule.text.archives import UnreadableModel
from kuule.text.comments import Comments
from kuule.text.readers import learnable
from kuule.text.sentiment import PASSIVE, SentimentModel, TooFewScores, learn_sentiment
from tests.text.real_comments import TRAIN_SHARE, finnish, nhs_scored

PRAISE = ["kind and quick", "loistava palvelu", "great team 👍", "helppo ja nopea", "cảm ơn rất tốt"]
BLAME = ["rude and slow", "surkea palvelu", "bad team 😡", "hankala ja hidas", "chờ quá lâu"]


def comments_of(texts):
    return Comments(texts=texts)


def told_apart(count=120):
    """Return comments in three languages whose sides their words tell, and those sides."""
    texts = [f"{PRAISE[place % 5]} {place}" for place in range(count)] + [
        f"{BLAME[place % 5]} {place}" for place in range(count)
    ]
    return texts, np.repeat([1.0, 0.0], count)


@pytest.fixture(scope="module")
def model():
    texts, sides = told_apart()
    return learn_sentiment(comments_of(texts), sides)


def test_every_language_is_learned_from_its_own_scores(model):
    said = model.probabilities(comments_of(["kind people", "loistavaa", "👍", "rude people", "surkeaa", "😡"]))

    assert (said[:3] > 0.6).all()
    assert (said[3:] < 0.4).all()


def test_hostile_comments_get_a_probability(model):
    texts = ["", "\0", "\ud800", "👍" * 30_000, "x" * 1_000_000, "a\u0301" * 9_000, "mixед ñ 混 ผสม"]

    said = model.probabilities(comments_of(texts))

    assert ((said > 0) & (said < 1)).all()
    assert len(model.probabilities(comments_of([]))) == 0


def test_learned_again_it_is_the_same_to_the_last_byte(model):
    texts, sides = told_apart()

    assert learn_sentiment(comments_of(texts), sides).to_bytes() == model.to_bytes()


def test_a_changed_score_changes_the_version(model):
    texts, sides = told_apart()
    sides[0] = PASSIVE

    assert learn_sentiment(comments_of(texts), sides).version != model.version


def test_kept_and_read_again_it_says_the_same(model):
    again = SentimentModel.from_bytes(model.to_bytes())
    texts = comments_of(["kind but slow"])

    assert again.version == model.version
    assert again.probabilities(texts).tolist() == model.probabilities(texts).tolist()


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04" + b"\0" * 40])
def test_bytes_that_are_no_model_are_refused(content):
    with pytest.raises(UnreadableModel):
        SentimentModel.from_bytes(content)


def test_a_damaged_model_is_refused(model):
    with pytest.raises(UnreadableModel):
        SentimentModel.from_bytes(model.to_bytes()[:-200])


@pytest.mark.parametrize(
    ("promoters", "detractors", "silent"), [(150, 49, 0), (400, 9, 0), (9, 400, 0), (150, 40, 50), (0, 0, 0)]
)
def test_too_few_scores_are_said_to_be_too_few(promoters, detractors, silent):
    sides = np.repeat([1.0, 0.0, np.nan], [promoters, detractors, silent])

    found = learn_sentiment(comments_of(["fine"] * len(sides)), sides)

    assert found == TooFewScores(scored=promoters + detractors, promoters=promoters, detractors=detractors, needed=200)


def test_comments_without_words_teach_nothing():
    texts, sides = told_apart(90)

    found = learn_sentiment(comments_of([*texts, *[" "] * 100]), np.concatenate([sides, np.ones(100)]))

    assert found == TooFewScores(scored=180, promoters=90, detractors=90, needed=200)


def test_of_too_much_text_an_even_part_is_learned_from():
    places = learnable(comments_of(["x" * 9_000] * 1_000))

    assert len(places) * 9_000 <= 2_000_000
    assert set(np.diff(places)) == {5}


def test_own_scores_beat_a_lexicon_on_later_comments(test_data):
    texts, sides = nhs_scored(test_data)
    cut = int(TRAIN_SHARE * len(texts))
    said = learn_sentiment(comments_of(texts[:cut]), sides[:cut]).probabilities(comments_of(texts[cut:]))
    vader = SentimentIntensityAnalyzer()
    lexicon = np.array([vader.polarity_scores(text)["compound"] for text in texts[cut:]])

    assert roc_auc(sides[cut:], said) > roc_auc(sides[cut:], lexicon) + 0.05
    assert calibration_error(sides[cut:], said) < 0.06


def test_finnish_needs_no_lexicon(test_data):
    texts, sides = finnish(test_data)
    model = learn_sentiment(comments_of(texts[:2_000]), sides[:2_000])
    said = model.probabilities(comments_of(texts[2_000:]))

    assert roc_auc(sides[2_000:], said) >= 0.73
    assert calibration_error(sides[2_000:], said) < 0.06
