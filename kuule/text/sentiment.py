"""How probably a comment comes from a promoter rather than a detractor, learned from a workspace's own scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuule.text.archives import digest, packed, unpacked
from kuule.text.calibration import Calibration, calibrated
from kuule.text.comments import Comments, Floats
from kuule.text.features import in_parts
from kuule.text.logistic import Linear, learn, unseen_odds
from kuule.text.readers import Reader, learn_reader, learnable, reader_from

# Below this a model says little more than which side is larger.
FEWEST_BY_WORDS, FEWEST_BY_VECTORS = 200, 100
FEWEST_OF_A_SIDE = 10
PROMOTER, PASSIVE, DETRACTOR = 1.0, 0.5, 0.0
_KIND = "sentiment"
_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewScores:
    """There is too little to learn from: `needed` comments with a score, and `needed_of_a_side` of either side."""

    scored: int
    promoters: int
    detractors: int
    needed: int
    needed_of_a_side: int = FEWEST_OF_A_SIDE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SentimentModel:
    """What was learned from `n` comments; `version` tells it apart from any that was learned otherwise."""

    version: str
    n: int
    reader: Reader
    linear: Linear
    calibration: Calibration

    def probabilities(self, comments: Comments) -> Floats:
        """Return for each comment how probably it is a promoter's, had it to be a promoter's or a detractor's."""
        odds = [
            self.linear.of(self.reader.rows(comments.take(np.arange(len(comments))[part])))
            for part in in_parts(comments.texts)
        ]
        return self.calibration.probabilities(np.concatenate(odds))

    def to_bytes(self) -> bytes:
        """Return the model to be kept."""
        facts = {
            "version": self.version,
            "n": self.n,
            "intercept": self.linear.intercept,
            "slope": self.calibration.slope,
            "offset": self.calibration.offset,
        }
        return packed(_KIND, facts, {**self.reader.arrays(), "coefficients": self.linear.coefficients})

    @classmethod
    def from_bytes(cls, content: bytes) -> SentimentModel:
        """Return a kept model.

        Raises
        ------
        UnreadableModel
            If it is none, or was kept by a version of Kuule that learned otherwise.
        """
        facts, arrays = unpacked(_KIND, content)
        return cls(
            version=facts["version"],
            n=facts["n"],
            reader=reader_from(arrays),
            linear=Linear(arrays["coefficients"], facts["intercept"]),
            calibration=Calibration(facts["slope"], facts["offset"]),
        )


def learn_sentiment(comments: Comments, sides: Floats) -> SentimentModel | TooFewScores:
    """Learn from comments whose writers gave a score.

    Parameters
    ----------
    comments : Comments, n of them
        In any language; all languages are learned together.
    sides : array of float, length n
        `PROMOTER`, `PASSIVE` or `DETRACTOR`; NaN where there is no score.

    Returns
    -------
    SentimentModel or TooFewScores
        Comments without a word or a score are left out. 200 are needed, 100 where there are vectors, and 10 of
        promoters and of detractors each.

    Raises
    ------
    ValueError
        If there are not as many sides as comments.

    Notes
    -----
    Logistic regression; passives count as half a promoter, which measured better than leaving them out. Calibrated
    (Platt) on the fifth of the comments that each of five models had not seen.
    """
    if len(sides) != len(comments):
        raise ValueError(f"There are {len(comments)} comments, but {len(sides)} sides.")
    spoken = np.array([bool(text.strip()) for text in comments.texts], dtype=np.bool_)
    known = np.flatnonzero(spoken & ~np.isnan(sides))
    known = known[learnable(comments.take(known))]
    comments, sides = comments.take(known), sides[known]
    promoters, detractors = int((sides == PROMOTER).sum()), int((sides == DETRACTOR).sum())
    needed = FEWEST_BY_WORDS if comments.vectors is None else FEWEST_BY_VECTORS
    if len(known) < needed or min(promoters, detractors) < FEWEST_OF_A_SIDE:
        return TooFewScores(scored=len(known), promoters=promoters, detractors=detractors, needed=needed)
    reader = learn_reader(comments)
    rows = reader.rows(comments)
    odds, is_clear = unseen_odds(rows, sides, folds=_FOLDS), sides != PASSIVE
    return SentimentModel(
        version=f"{reader.method}-{digest([*comments.texts, sides, *comments.languages])}",
        n=len(known),
        reader=reader,
        linear=learn(rows, sides),
        calibration=calibrated(odds[is_clear], sides[is_clear]),
    )
