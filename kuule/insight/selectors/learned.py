"""What a workspace has learned from its comments, ready to read others, and what there is to learn from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, QuerySet

from kuule.insight.models import CommentReading, TextModel, Theme, ThemeLabel
from kuule.insight.rules import DETRACTOR, GROUPS, PROMOTER
from kuule.insight.rules.themes import LABELLING, SENTIMENT_MODEL, THEMES_MODEL, WRONG, is_time_to_learn
from kuule.insight.selectors.vectors import the_embedder
from kuule.jobs.models import Job
from kuule.jobs.rules import OPEN_STATES
from kuule.responses.rules import PERSON, ZERO_TO_TEN
from kuule.text.archives import UnreadableModel
from kuule.text.comments import Comments
from kuule.text.embedding import Embedder
from kuule.text.sentiment import FEWEST_BY_WORDS, FEWEST_OF_A_SIDE, SentimentModel
from kuule.text.theme_models import ThemesModel
from kuule.workspaces.models import Workspace

# More comments than this teach nothing new (`docs/text.md`); verdicts are learned from besides.
LEARN_FROM = 20_000
# The ids of the models, by kind.
Versions = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The models of a workspace; `themes` are those that count now, `embedder` is what they need to read comments."""

    versions: Versions
    embedder: Embedder | None = None
    sentiment: SentimentModel | None = None
    model: ThemesModel | None = None
    themes: Collection[int] = ()

    @property
    def sentiment_version(self) -> str:
        """Return the version of the model of sentiment, "" without one."""
        return self.sentiment.version if self.sentiment else ""

    @property
    def theme_versions(self) -> Mapping[int, str]:
        """Return the version of what was learned of each theme: which comments, and which words and verdicts."""
        if self.model is None:
            return {}
        found = {int(theme.key): f"{self.model.version}.{theme.definition}" for theme in self.model.themes}
        return {theme: version for theme, version in found.items() if theme in self.themes}

    def promoters(self, comments: Comments) -> Sequence[float | None]:
        """Return for each comment how probably a promoter wrote it; None while nobody knows."""
        if self.sentiment is None or not len(comments):
            return [None] * len(comments)
        return [round(float(each), 4) for each in self.sentiment.probabilities(comments)]

    def themes_in(self, comments: Comments) -> list[dict[int, float]]:
        """Return for each comment the themes that it speaks of, with their probabilities."""
        if self.model is None or not len(comments) or not self.model.themes:
            return [{} for _ in range(len(comments))]
        labels = self.model.label(comments)
        keys = [int(key) for key in labels.keys]
        return [
            {
                theme: round(float(probability), 4)
                for theme, probability, is_given in zip(keys, row, given, strict=True)
                if is_given and theme in self.themes
            }
            for row, given in zip(labels.probabilities, labels.given, strict=True)
        ]


def versions_in(workspace: Workspace) -> Versions:
    """Return which models read the comments of a workspace now: one learned anew has another id."""
    return dict(TextModel.objects.filter(workspace=workspace).values_list("kind", "pk"))


def learned_in(workspace: Workspace) -> Learned:
    """Return the models of a workspace. One that this version of Kuule, or this machine, cannot read is as none."""
    models = {model.kind: model for model in TextModel.objects.filter(workspace=workspace)}
    versions = {kind: model.pk for kind, model in models.items()}
    embedder = the_embedder() if any(model.embedder for model in models.values()) else None
    here = embedder.name if embedder else ""
    models = {kind: model for kind, model in models.items() if model.embedder in ("", here)}
    themes = Theme.objects.live().filter(workspace=workspace)
    return Learned(
        versions=versions,
        embedder=embedder,
        sentiment=_sentiment(bytes(models[SENTIMENT_MODEL].state)) if SENTIMENT_MODEL in models else None,
        model=_themes(bytes(models[THEMES_MODEL].state)) if THEMES_MODEL in models else None,
        themes=frozenset(themes.values_list("pk", flat=True)),
    )


def lessons_of(workspace: Workspace) -> list[CommentReading]:
    """Return the comments to learn themes from: all, or a fair sample of very many, and all that people looked over.

    The sample is the same each time but for new comments, so what is learned from it hardly changes.
    """
    readings = CommentReading.objects.filter(workspace=workspace)
    decided = ThemeLabel.objects.filter(workspace=workspace).exclude(verdict=None).values("response")
    sample = {each.pk: each for each in readings.order_by("lot")[:LEARN_FROM]}
    sample |= {each.pk: each for each in readings.filter(response__in=decided)}
    return sorted(sample.values(), key=lambda each: each.response_id)


def verdicts_in(workspace: Workspace) -> dict[int, dict[int, bool]]:
    """Return what people said, by theme that counts: of which answers it is true, and of which not."""
    found: dict[int, dict[int, bool]] = {}
    decided = ThemeLabel.objects.filter(workspace=workspace, theme__archived_at=None).exclude(verdict=None)
    for theme, response, verdict in decided.values_list("theme", "response", "verdict"):
        found.setdefault(theme, {})[response] = verdict != WRONG
    return found


def scored_comments(workspace: Workspace) -> QuerySet[CommentReading]:
    """Return the comments whose writers said on 0–10 how likely they are to recommend."""
    return CommentReading.objects.filter(workspace=workspace, response__scale=ZERO_TO_TEN, response__verdict=PERSON)


def workspaces_to_learn() -> list[Workspace]:
    """Return the workspaces whose sentiment should be learned now; not those that a job is at already."""
    n = dict(TextModel.objects.filter(kind=SENTIMENT_MODEL).values_list("workspace", "n"))
    lately = Job.objects.filter(kind=LABELLING, params__is_whole=True)
    busy = set(lately.filter(state__in=OPEN_STATES).values_list("workspace", flat=True))
    return [
        workspace
        for workspace in Workspace.objects.order_by("pk")
        if workspace.pk not in busy and _has_enough(workspace, n.get(workspace.pk))
    ]


def _has_enough(workspace: Workspace, learned_from: int | None) -> bool:
    scored = scored_comments(workspace)
    if not is_time_to_learn(scored.count(), fewest=FEWEST_BY_WORDS, learned_from=learned_from):
        return False
    ends = (Q(response__score__lte=GROUPS[DETRACTOR][-1]), Q(response__score__gte=GROUPS[PROMOTER][0]))
    return all(scored.filter(end)[:FEWEST_OF_A_SIDE].count() == FEWEST_OF_A_SIDE for end in ends)


# To unpack a model takes longer than to read some comments with it.
@lru_cache(maxsize=8)
def _sentiment(state: bytes) -> SentimentModel | None:
    try:
        return SentimentModel.from_bytes(state)
    except UnreadableModel:
        return None


@lru_cache(maxsize=8)
def _themes(state: bytes) -> ThemesModel | None:
    try:
        return ThemesModel.from_bytes(state)
    except UnreadableModel:
        return None
