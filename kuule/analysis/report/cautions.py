"""What is odd about a file and its answers, in the reader's language."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from kuule.analysis.guessing.dates import DAY_FIRST, MONTH_FIRST
from kuule.analysis.report.words import name_words
from kuule.analysis.results import Analysis, Note
from kuule.analysis.wording.notes import NOTES, note_words
from kuule.stats import Caution
from kuule.ui.formats import count

# Whoever misses one of these reads the whole report wrongly, so they stand above the figures.
WEIGHTY = frozenset({"scale_changed", "maybe_reversed", "friends_and_family", "no_zero"})
# What the interval assumes of the silent has a place of its own.
SAID_ELSEWHERE = frozenset({Caution.SILENCE_UNRELATED})
# What concerns the drivers alone stands below them.
OF_DRIVERS = frozenset(
    {
        *("drivers_sampled", "drivers_left_out", "costly_driver", "few_complete"),
        *(Caution.DEPENDENT_DRIVERS, Caution.CONSTANT_DRIVER, Caution.FEW_CLUSTERS, Caution.ONE_CLUSTER),
    }
)


def weighty_cautions(analysis: Analysis) -> tuple[str, ...]:
    """Return what to know before reading any figure."""
    return tuple(_worded(note) for note in analysis.notes if note.code in WEIGHTY)


def other_cautions(analysis: Analysis) -> Iterator[str]:
    """Yield what else is odd about the file, its answers and the interval."""
    for code in analysis.score.warnings:
        if code in NOTES and code not in SAID_ELSEWHERE:
            yield _worded(Note(code=code))
    yield from (_worded(note) for note in analysis.notes if note.code not in WEIGHTY | OF_DRIVERS)


def driver_cautions(analysis: Analysis) -> tuple[str, ...]:
    """Return what is odd about the drivers."""
    return tuple(_worded(note) for note in analysis.notes if note.code in OF_DRIVERS)


def _worded(note: Note) -> str:
    details = {name: _detail(value) for name, value in note.details.items()}
    says, mend = note_words(Note(code=note.code, details=details), translated=gettext)
    return f"{says} {mend}".strip()


def _detail(value: object) -> str:
    """Return a detail as the reader's language writes it, without what nobody can see."""
    orders = {DAY_FIRST: _("day/month"), MONTH_FIRST: _("month/day")}
    if isinstance(value, str) and value in orders:
        return orders[value]
    if isinstance(value, float):
        return number_format(value, 2)
    return count(value) if isinstance(value, int) else name_words(value)
