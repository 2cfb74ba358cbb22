"""Looking through comments that speak of no theme for what people might want to name."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from kuule.insight.models import CommentReading, Theme, ThemeLabel, ThemeSuggestion
from kuule.insight.rules.themes import OPEN, is_alike, without_marks
from kuule.insight.rules.wording import name_of_words
from kuule.insight.selectors.learned import LEARN_FROM
from kuule.insight.services.comments.wording import word_suggestions
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED
from kuule.jobs.services import finish_job, report_progress
from kuule.text.discovery import FEWEST_MEMBERS, suggested_themes
from kuule.text.phrases import Phrases
from kuule.text.seeds import STARTER_SETS, starter_set
from kuule.workspaces.models import Workspace

# Members whose answers are shown as examples.
EXAMPLES = 20


def run_search(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Do a claimed job: suggest themes in each language, in place of suggestions that still wait.

    What was dismissed or taken before, or is a theme already, is not suggested again. Where the workspace agreed to a
    language model, that names what was found; who stops the job then keeps the suggestions.

    Raises
    ------
    ClaimLostError
        If another worker took the job over.
    """
    workspace, found, done = job.workspace, list[ThemeSuggestion](), 0
    by_language = _unlabelled(workspace)
    total = sum(map(len, by_language.values()))
    known = list(_known(workspace))

    def goes_on() -> bool:
        return report_progress(job=job, position=0, done=done, total=total, now=clock())

    for language, readings in by_language.items():
        found += _suggestions(workspace, language, readings, known, clock())
        done += len(readings)
        if not goes_on():
            finish_job(job=job, now=clock(), state=CANCELLED)
            return
    with transaction.atomic():
        ThemeSuggestion.objects.filter(workspace=workspace, state=OPEN).delete()
        ThemeSuggestion.objects.bulk_create(found)
        goes_on()
    word_suggestions(workspace=workspace, suggestions=found, may_go_on=goes_on)
    finish_job(job=job, now=clock(), result={"found": len(found)})


def _unlabelled(workspace: Workspace) -> dict[str, list[CommentReading]]:
    """Return the comments without a theme, by language; those in a language that hardly anybody writes are left out."""
    labels = ThemeLabel.objects.counted().filter(response=OuterRef("response"))
    by_language = defaultdict(list)
    sample = CommentReading.objects.filter(~Exists(labels), workspace=workspace).order_by("lot")[:LEARN_FROM]
    for reading in sorted(sample, key=lambda each: each.response_id):
        by_language[reading.language].append(reading)
    return {language: each for language, each in sorted(by_language.items()) if len(each) >= FEWEST_MEMBERS}


def _known(workspace: Workspace) -> Iterator[Sequence[str]]:
    """Yield the words of each theme, and of what people decided on."""
    for theme in Theme.objects.live().filter(workspace=workspace):
        yield from theme.words.values()
    for suggestion in ThemeSuggestion.objects.filter(workspace=workspace).exclude(state=OPEN):
        yield from suggestion.words.values()


def _suggestions(
    workspace: Workspace,
    language: str,
    readings: Sequence[CommentReading],
    known: Sequence[Sequence[str]],
    now: datetime,
) -> list[ThemeSuggestion]:
    texts = [without_marks(reading.masked) for reading in readings]
    return [
        ThemeSuggestion(
            workspace=workspace,
            names={language: name_of_words(candidate.words)},
            words={language: list(candidate.words)},
            responses=[readings[place].response_id for place in candidate.members[:EXAMPLES]],
            n=len(candidate.members),
            is_praise=candidate.is_praise,
            found_at=now,
        )
        for candidate in suggested_themes(texts, praise=_praise_in(language))
        if not any(is_alike(candidate.words, words) for words in known)
    ]


def _praise_in(language: str) -> Phrases | None:
    themes = (theme for name in STARTER_SETS for theme in starter_set(name).themes if theme.praise)
    phrases = {phrase for theme in themes for phrase in theme.seeds.get(language, ())}
    return Phrases(phrases) if phrases else None
