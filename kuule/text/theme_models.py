"""Which themes a comment speaks of: learned from seed words, and from what people confirmed or refuted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kuule.text.archives import digest, packed, unpacked
from kuule.text.comments import Comments, Floats
from kuule.text.features import in_parts
from kuule.text.logistic import Linear, learn, probability, unseen_odds
from kuule.text.readers import Reader, learn_reader, learnable, reader_from
from kuule.text.rows import Rows
from kuule.text.seed_hits import Seeds, seed_hits
from kuule.text.seeds import SeededTheme

# A person's word counts as much as ten comments that were only searched for seeds.
VERDICT_WEIGHT = 10.0
# With fewer comments to learn from, the seeds alone decide.
FEWEST_EXAMPLES = 5
# What a seed in the comment itself adds to the log-odds.
SEED_ODDS = 1.0
# What is more probable than not is never left out, however well the examples are told apart.
MOST_THRESHOLD = 0.5
# Intercept and odds of a seed where the seeds alone decide.
_ALONE = (-1.0, 2.0)
_KIND = "themes"
_FOLDS = 2

# The place of a comment → whether it speaks of the theme, as a person said.
Verdicts = Mapping[int, bool]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeModel:
    """One theme: comments of `threshold` and more speak of it.

    `definition` changes with its seeds and with what people said of it, and with nothing else.
    """

    key: str
    definition: str
    seeds: Seeds
    linear: Linear
    seed_odds: float
    threshold: float

    def probabilities(self, rows: Rows, has_seed: NDArray[np.bool_]) -> Floats:
        """Return how probably each row speaks of the theme."""
        return probability(self.linear.of(rows) + self.seed_odds * has_seed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    """What each comment speaks of, one column a theme: `probabilities`, and whether they reach the threshold."""

    keys: tuple[str, ...]
    probabilities: Floats
    given: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemesModel:
    """Themes that do not know each other; `version` names the comments that were learned from."""

    version: str
    reader: Reader
    themes: tuple[ThemeModel, ...]

    def label(self, comments: Comments) -> Labels:
        """Return the themes of each comment; the same comment gets the same labels among any others."""
        everything = np.arange(len(comments))
        parts = [self._probabilities(comments.take(everything[part])) for part in in_parts(comments.texts)]
        probabilities = np.concatenate(parts)
        thresholds = np.array([theme.threshold for theme in self.themes])
        return Labels(
            keys=tuple(theme.key for theme in self.themes),
            probabilities=probabilities,
            given=probabilities >= thresholds,
        )

    def _probabilities(self, comments: Comments) -> Floats:
        rows, hits = self.reader.rows(comments), seed_hits([theme.seeds for theme in self.themes], comments)
        found = np.zeros(hits.shape)
        for place, theme in enumerate(self.themes):
            found[:, place] = theme.probabilities(rows, hits[:, place])
        return found

    def with_keys(self, rename: Callable[[str], str]) -> ThemesModel:
        """Return the same model with other keys of its themes, where they are called otherwise."""
        return replace(self, themes=tuple(replace(theme, key=rename(theme.key)) for theme in self.themes))

    def to_bytes(self) -> bytes:
        """Return the model to be kept."""
        themes = [
            {
                "key": theme.key,
                "definition": theme.definition,
                "seeds": {language: list(phrases) for language, phrases in theme.seeds.items()},
                "intercept": theme.linear.intercept,
                "seed_odds": theme.seed_odds,
                "threshold": theme.threshold,
            }
            for theme in self.themes
        ]
        arrays = {f"coefficients{place}": theme.linear.coefficients for place, theme in enumerate(self.themes)}
        return packed(_KIND, {"version": self.version, "themes": themes}, {**self.reader.arrays(), **arrays})

    @classmethod
    def from_bytes(cls, content: bytes) -> ThemesModel:
        """Return a kept model.

        Raises
        ------
        UnreadableModel
            If it is none, or was kept by a version of Kuule that learned otherwise.
        """
        facts, arrays = unpacked(_KIND, content)
        themes = tuple(
            ThemeModel(
                key=theme["key"],
                definition=theme["definition"],
                seeds={language: tuple(phrases) for language, phrases in theme["seeds"].items()},
                linear=Linear(arrays[f"coefficients{place}"], theme["intercept"]),
                seed_odds=theme["seed_odds"],
                threshold=theme["threshold"],
            )
            for place, theme in enumerate(facts["themes"])
        )
        return cls(version=facts["version"], reader=reader_from(arrays), themes=themes)


def learn_themes(
    comments: Comments, themes: Sequence[SeededTheme], verdicts: Mapping[str, Verdicts] | None = None
) -> ThemesModel:
    """Learn themes from comments that nobody has labelled.

    Parameters
    ----------
    comments : Comments
        What people wrote. Where there is too much of it, an even part is learned from, and all that has a verdict.
    themes : sequence of SeededTheme
        The themes; a comment in a language that a theme has seeds in is searched for those, any other for all.
    verdicts : mapping of theme key to mapping of the place of a comment to bool, optional
        What people confirmed or refuted.

    Returns
    -------
    ThemesModel
        Each theme is learned on its own: what is changed in one leaves the others as they are, to the last bit.

    Notes
    -----
    Comments with a seed are taken for examples of the theme, all others for none (weak labels), and what people said
    counts ten times as much. A logistic regression then finds what else goes with it. The threshold gives the theme to
    as many of the comments as were examples, by models that had not seen them, so that as many are wrongly left out as
    are wrongly let in; it is never above one half.

    References
    ----------
    Ratner A et al. (2017) Snorkel: Rapid Training Data Creation with Weak Supervision, VLDB 11:269-282, for the idea.
    """
    verdicts = verdicts or {}
    judged = [place for by_place in verdicts.values() for place in by_place]
    learned_from = np.union1d(learnable(comments), np.array(judged, dtype=np.int64))
    part = comments.take(learned_from)
    reader = learn_reader(part)
    model = ThemesModel(version=f"{reader.method}-{digest([*part.texts, *part.languages])}", reader=reader, themes=())
    rows = reader.rows(part)
    hits = seed_hits([theme.seeds for theme in themes], part)
    learned = tuple(
        _learned(theme, part, rows, hits[:, column], _moved(verdicts.get(theme.key, {}), learned_from))
        for column, theme in enumerate(themes)
    )
    return replace(model, themes=learned)


def edited(model: ThemesModel, comments: Comments, theme: SeededTheme, verdicts: Verdicts | None = None) -> ThemesModel:
    """Return a model in which one theme is new or learned anew, and nothing else has changed.

    `comments` and `verdicts` are as in `learn_themes`.
    """
    verdicts = verdicts or {}
    learned_from = np.union1d(learnable(comments), np.array(list(verdicts), dtype=np.int64))
    part = comments.take(learned_from)
    hits = seed_hits([theme.seeds], part)[:, 0]
    new = _learned(theme, part, model.reader.rows(part), hits, _moved(verdicts, learned_from))
    if new.key not in {each.key for each in model.themes}:
        return replace(model, themes=(*model.themes, new))
    return replace(model, themes=tuple(new if each.key == new.key else each for each in model.themes))


def outdated(given_by: Mapping[str, str], model: ThemesModel) -> tuple[str, ...]:
    """Return the themes whose labels have to be given anew: those that were edited since, and new ones.

    `given_by` maps each theme to the `definition` that a comment's labels were given by. All other labels are kept when
    a model is learned from more comments: what was counted last month is the same next month.
    """
    return tuple(theme.key for theme in model.themes if given_by.get(theme.key) != theme.definition)


def _moved(verdicts: Verdicts, places: NDArray[np.int64]) -> dict[int, bool]:
    """Return verdicts by the place among the comments that are learned from."""
    return {int(np.searchsorted(places, place)): said for place, said in verdicts.items()}


def _learned(
    theme: SeededTheme, comments: Comments, rows: Rows, has_seed: NDArray[np.bool_], verdicts: Verdicts
) -> ThemeModel:
    targets, weights = has_seed.astype(np.float64), np.ones(len(rows))
    for place, said in verdicts.items():
        targets[place], weights[place] = float(said), VERDICT_WEIGHT
    said_of = sorted((comments.texts[place], said) for place, said in verdicts.items())
    seeds = dict(sorted(theme.seeds.items()))
    examples = int(targets.sum())
    if examples < FEWEST_EXAMPLES:
        intercept, seed_odds = _ALONE
        linear, threshold = Linear(np.zeros(rows.width, np.float32), intercept), MOST_THRESHOLD
    else:
        linear, seed_odds = learn(rows, targets, weights), SEED_ODDS
        unseen = probability(unseen_odds(rows, targets, weights, folds=_FOLDS) + seed_odds * has_seed)
        threshold = min(MOST_THRESHOLD, float(np.sort(unseen)[-examples]))
    return ThemeModel(
        key=theme.key,
        definition=digest([theme.key, json.dumps(seeds), said_of]),
        seeds=seeds,
        linear=linear,
        seed_odds=seed_odds,
        threshold=threshold,
    )
