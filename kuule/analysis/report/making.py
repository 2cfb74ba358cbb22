"""How the figures of a report were made: in plain words, what was read and guessed, and what was left out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kuule.analysis.report.cautions import other_cautions
from kuule.analysis.report.certainty import method_words
from kuule.analysis.report.contents import Explanation, Fact, MakingSection
from kuule.analysis.report.scales import is_nps, range_of
from kuule.analysis.report.words import figures_in_words, is_complete, name_words, scale_words
from kuule.analysis.results import Analysis
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER
from kuule.ui.formats import count, percent

LONGEST_VALUE = 40


def making_section(analysis: Analysis) -> MakingSection:
    """Return the last section: whoever doubts a figure finds here how it came about."""
    read = (fact for fact in _read(analysis) if fact.value)
    return MakingSection(
        title=_("How these figures are made"),
        explanations=tuple(_explanations(analysis)),
        read_title=_("What was read"),
        read=tuple(read),
        left_out_title=_("What was left out"),
        left_out=tuple(_left_out(analysis)),
    )


def _explanations(analysis: Analysis) -> Iterator[Explanation]:
    yield Explanation(title=_("The score"), text=_score_text(analysis))
    if analysis.score.value is not None:
        yield Explanation(title=_("The range"), text=_range_text(analysis))
    if analysis.population is not None and not is_complete(analysis) and analysis.score.n:
        yield Explanation(title=_("Those who kept silent"), text=_silence_text(analysis))
    if any(group.difference is not None for groups in analysis.groups.values() for group in groups):
        yield Explanation(title=_("The groups"), text=_groups_text())
    if analysis.drivers is not None:
        yield Explanation(title=_("What goes with the score"), text=_drivers_text())
    cautions = " ".join(other_cautions(analysis))
    if cautions:
        yield Explanation(title=_("Take care"), text=cautions)


def _score_text(analysis: Analysis) -> str:
    ranges = {group: range_of(group, analysis.scale) for group in (PROMOTER, PASSIVE, DETRACTOR)}
    text = (
        _(
            "Promoters answered %(promoter)s, passives %(passive)s, detractors %(detractor)s. The score is the share "
            "of promoters minus the share of detractors: from −100, all detractors, to +100, all promoters."
        )
        % ranges
    )
    if is_nps(analysis.scale):
        return text
    return f"{text} " + _(
        "Only a scale from 0 to 10 makes a Net Promoter Score. This net score looks like one and cannot be compared "
        "with one."
    )


def _range_text(analysis: Analysis) -> str:
    score = analysis.score
    if is_complete(analysis):
        return method_words(analysis)
    text = _(
        "Had others happened to answer, the score would be a little different. The range from %(lower)s to %(upper)s "
        "says how much: ranges made this way hold the true score of all in %(confidence)s of cases. More answers make "
        "it narrower."
    ) % {
        **figures_in_words(score),
        "confidence": percent(analysis.confidence, confidence_decimals(analysis.confidence)),
    }
    return f"{text} {method_words(analysis)}"


def confidence_decimals(confidence: float) -> int:
    """Return how many decimals a confidence needs: 95 % none, 99.5 % one."""
    return 0 if round(confidence * 100, 6).is_integer() else 1


def _silence_text(analysis: Analysis) -> str:
    return _(
        "%(answered)s of %(people)s people answered. The range is for all of them, and assumes that silence is "
        "unrelated to the answer: that those who kept silent would have answered like those who did. No formula can "
        "check that."
    ) % {"answered": count(analysis.score.n), "people": count(analysis.population or 0)}


def _groups_text() -> str:
    return _(
        "Each group is compared with all other rows. Whoever looks at many groups finds some that differ by chance. "
        "“Above” and “below the rest” stand only where the difference survives a correction for all groups of its "
        "column (Benjamini–Hochberg: at most about one in twenty such marks is wrong)."
    )


def _drivers_text() -> str:
    return _(
        "The importance of a driver is its share of all that the drivers together tell about the score: what each adds "
        "to R², averaged over all orders in which they can be taken (LMG, the Shapley value). Ranges come from a "
        "thousand redrawn samples; where an account column is named, whole accounts are drawn. This says what goes "
        "together. It cannot say what would happen if something were changed."
    )


def _read(analysis: Analysis) -> Iterator[Fact]:
    source = analysis.source
    columns = source.columns
    yield _fact(analysis, "", _("File"), name_words(source.name))
    yield _fact(analysis, "", _("Format"), source.format.upper())
    yield _fact(analysis, "sheet", _("Sheet"), name_words(source.sheet))
    yield _fact(analysis, "encoding", _("Encoding"), source.encoding)
    yield _fact(analysis, "delimiter", _("Columns are separated by"), _delimiter_word(source.delimiter))
    yield _fact(analysis, "score", _("Column with the score"), _column(columns.get("score")))
    yield _fact(analysis, "scale", _("Scale"), scale_words(analysis.scale))
    yield _fact(analysis, "comment", _("Column with comments"), _column(columns.get("comment")))
    yield _fact(analysis, "date", _("Column with dates"), _column(columns.get("date")))
    yield _fact(analysis, "", _("Columns to group by"), ", ".join(name_words(name) for name in source.by))
    yield _fact(analysis, "", _("Drivers"), ", ".join(name_words(name) for name in source.drivers))
    yield _fact(analysis, "", _("Column with accounts"), name_words(columns.get("account") or ""))


def _fact(analysis: Analysis, part: str, name: str, value: str) -> Fact:
    return Fact(name=name, value=value, guess=_("guessed") if value and part in analysis.source.guessed else "")


def _column(name: str | None) -> str:
    return pgettext("column", "none") if name is None else name_words(name)


def _delimiter_word(delimiter: str) -> str:
    names = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical bars")}
    return names.get(delimiter, name_words(delimiter))


def _left_out(analysis: Analysis) -> Iterator[Fact]:
    shares = analysis.score.shares
    yield Fact(name=_("Without a score"), value=_rows(shares.missing))
    yield Fact(name=_("No answer on the scale"), value=_rows(shares.invalid))
    if analysis.other_values:
        most_frequent = " · ".join(_other_value(value, times) for value, times in analysis.other_values)
        yield Fact(name=_("Most frequent among them"), value=most_frequent)
    if analysis.trend or analysis.undated:
        yield Fact(name=_("Without a readable date, so not in the trend"), value=_rows(analysis.undated))


def _other_value(value: str, times: int) -> str:
    return _("“%(value)s” (%(times)s)") % {"value": name_words(value, LONGEST_VALUE), "times": count(times)}


def _rows(rows: int) -> str:
    return ngettext("%(n)s row", "%(n)s rows", rows) % {"n": count(rows)}
