"""What goes with the score, worded and drawn: the most important first, and what to look at."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.analysis.report import pictures
from kuule.analysis.report.cautions import driver_cautions
from kuule.analysis.report.contents import DriverRow, DriverSection
from kuule.analysis.report.words import name_words
from kuule.analysis.results import Analysis
from kuule.insight.charts import Theme, quadrant_words, spoken
from kuule.insight.rules.drivers import Driver, Drivers
from kuule.ui.formats import NOTHING, count, percent, rounded, signed


def driver_section(analysis: Analysis, theme: Theme | None) -> DriverSection | None:
    """Return what goes with the score, where columns were named as drivers."""
    found = analysis.drivers
    if found is None:
        return None
    names = {each.key: name_words(each.key) or _("Column without a name") for each in found.drivers}
    has_map = not found.is_few and found.average_performance is not None and found.r2 is not None
    return DriverSection(
        title=_("What goes with the score"),
        note=ngettext("%(n)s answer with all drivers", "%(n)s answers with all drivers", found.n)
        % {"n": count(found.n)},
        summary=summary_words(found, names),
        chart=pictures.driver_map(found, names, theme) if has_map else None,
        columns=(_("Driver"), _("Importance"), _("Interval"), _("Rated"), _("One step more"), _("What to do")),
        rows=tuple(_row(number, each, names, has_map=has_map) for number, each in enumerate(found.drivers, 1)),
        legend=_("Lines: %(confidence)s confidence · hollow: not clearly more or less than an equal share")
        % {"confidence": percent(analysis.confidence, 0)},
        caveat=_step_words() if any(each.step for each in found.drivers) else "",
        cautions=driver_cautions(analysis),
    )


def summary_words(found: Drivers, names: dict[str, str]) -> str:
    """Return how much the drivers tell about the score, and which to look at first."""
    if found.r2 is None:
        return _("Too few answers have all drivers to compare them.")
    said = _(
        "Together they go with %(part)s of the differences between scores. That is no proof that they cause them."
    ) % {"part": percent(found.r2, 0)}
    first = [names[each.key] for each in found.first]
    if found.is_few or not first:
        return said
    look = _("Important and rated below the others: %(names)s.") % {"names": ", ".join(first)}
    return f"{look} {said}"


def _row(number: int, driver: Driver, names: dict[str, str], *, has_map: bool) -> DriverRow:
    place = driver.place if has_map else ""
    return DriverRow(
        number=str(number),
        name=names[driver.key],
        share=percent(driver.share, 0),
        interval=NOTHING
        if driver.lower is None
        else _("%(lower)s to %(upper)s") % {"lower": percent(driver.lower, 0), "upper": percent(driver.upper, 0)},
        rated=_rated(driver),
        place=place,
        verdict=quadrant_words(place) if place else "",
        step=NOTHING
        if driver.step is None
        else f"{signed(driver.step.points)} ({spoken.interval(driver.step.lower, driver.step.upper)})",
    )


def _rated(driver: Driver) -> str:
    if driver.mean is None:
        return NOTHING
    mean = number_format(rounded(driver.mean, 1), 1)
    if driver.scale is None or driver.performance is None:
        return mean
    highest = number_format(rounded(driver.scale[1]), 0)
    return _("%(mean)s of %(highest)s · %(part)s") % {
        "mean": mean,
        "highest": highest,
        "part": percent(driver.performance, 0),
    }


def _step_words() -> str:
    return _(
        "One step more: points of the score that go with a rating one higher, where there is room for one, the others "
        "being equal. It is no promise: whatever raises the rating need not raise the score."
    )
