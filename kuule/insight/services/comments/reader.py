"""Reads comments by what a workspace has learned, without writing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kuule.insight.models import CommentReading
from kuule.insight.rules.themes import MARK_CLOSES, MARK_OPENS, URGENCIES
from kuule.insight.selectors.learned import Learned, learned_in
from kuule.insight.selectors.urgency import phrase_finder
from kuule.insight.selectors.vectors import kept_vectors
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.text.comments import Comments, Vectors
from kuule.text.languages import language_of
from kuule.text.masking import Personal, masked, personal_spans
from kuule.workspaces.models import Workspace

MARKS = {kind: f"{MARK_OPENS}{kind}{MARK_CLOSES}" for kind in Personal}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read out of one comment; `verbatim` is what it was then, `themes` the probability of each it has."""

    response_id: int
    verbatim: str
    language: str
    masked: str
    urgency: str
    urgent_phrase: str
    p_promoter: float | None = None
    vector: Vectors | None = None
    themes: Mapping[int, float] = field(default_factory=dict)


class Reader:
    """Reads the comments of one workspace, as it has learned to until now."""

    def __init__(self, workspace: Workspace) -> None:
        self.learned: Learned = learned_in(workspace)
        self._phrases = phrase_finder(workspace)

    def read(self, responses: Sequence[Response]) -> list[Read]:
        """Return what their comments say. Empty comments say nothing."""
        versions = SurveyVersion.objects.filter(pk__in={response.version_id for response in responses})
        languages = dict(versions.values_list("pk", "languages"))
        plain = [self._plain(each, languages[each.version_id]) for each in responses if each.verbatim.strip()]
        vectors = self._vectors(plain)
        comments = Comments(
            texts=[each.masked for each in plain],
            languages=[each.language for each in plain],
            vectors=np.array(vectors) if self.learned.embedder and vectors else None,
        )
        promoters, themes = self.learned.promoters(comments), self.learned.themes_in(comments)
        return [
            replace(each, p_promoter=p_promoter, vector=vector, themes=found)
            for each, p_promoter, vector, found in zip(plain, promoters, vectors, themes, strict=True)
        ]

    def _vectors(self, plain: Sequence[Read]) -> Sequence[Vectors | None]:
        embedder = self.learned.embedder
        if embedder is None:
            return [None] * len(plain)
        before = CommentReading.objects.filter(response__pk__among=[each.response_id for each in plain])
        masked_before = dict(before.values_list("response", "masked"))
        same = [each.response_id for each in plain if masked_before.get(each.response_id) == each.masked]
        known = kept_vectors(same, embedder=embedder.name)
        made = iter(embedder.vectors([each.masked for each in plain if each.response_id not in known]))
        return [known[each.response_id] if each.response_id in known else next(made) for each in plain]

    def _plain(self, response: Response, languages: Sequence[str]) -> Read:
        text = response.verbatim
        language = language_of(text, languages, otherwise=response.language)
        alarms = self._phrases.found_in(text, language=language)
        kinds = {alarm.reason.value for alarm in alarms}
        return Read(
            response_id=response.pk,
            verbatim=text,
            language=language,
            masked=masked(text, personal_spans(text, language=language), MARKS),
            urgency=" ".join(kind for kind in URGENCIES if kind in kinds),
            urgent_phrase=alarms[0].phrase if alarms else "",
        )
