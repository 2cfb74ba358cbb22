"""The drivers of the score as a table: how important each is, how well it is rated, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kuule.analysis.results import Analysis
from kuule.analysis.terminal.figures import (
    DETRACTOR,
    MUTED,
    NOTHING,
    PROMOTER,
    STRONG,
    bar,
    clean,
    interval,
    percent,
    signed,
)
from kuule.insight.rules.drivers import DOWN, ENOUGH, IMPROVE, KEEP, WATCH, Driver, Drivers

BAR = 12
PLACES = {
    IMPROVE: ("▲ look here first", DETRACTOR),
    KEEP: ("keep it up", PROMOTER),
    WATCH: ("keep an eye on it", MUTED),
    ENOUGH: ("fine as it is", MUTED),
    "": ("", MUTED),
}
CAVEAT = (
    "A step is what goes with a rating that is one higher, where there is room, the others being equal. It is no "
    "promise: what raises a rating need not raise the score."
)


def driver_table(analysis: Analysis) -> Iterator[RenderableType]:
    """Yield the table of the drivers, if any were named."""
    found = analysis.drivers
    if found is None:
        return
    has_steps = any(driver.step for driver in found.drivers)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=MUTED)
    table.add_column("goes with the score", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for title in ("between", "mean", "rated", *(["a step"] if has_steps else [])):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    longest = max((driver.upper or driver.share or 0.0 for driver in found.drivers), default=1.0) or 1.0
    for driver in found.drivers:
        words, style = PLACES[driver.place]
        table.add_row(
            Text(clean(driver.key, 32)),
            Text(_share(driver.share), style=STRONG),
            bar((driver.share or 0.0) / longest, BAR, style),
            NOTHING if driver.lower is None else f"{_share(driver.lower)} … {_share(driver.upper)}",
            NOTHING if driver.mean is None else f"{driver.mean:.1f}",
            _share(driver.performance),
            *([_step(driver)] if has_steps else []),
            Text(words if driver.is_clear or not words else f"{words}, perhaps", style=style),
        )
    caveat = [Text(CAVEAT, style=MUTED)] if has_steps else []
    yield Stack(table, Text(_summary(found), style=MUTED), *caveat)


def _share(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.0%}".replace("%", " %")


def _step(driver: Driver) -> str:
    step = driver.step
    return NOTHING if step is None else f"{signed(step.points)} ({interval(step.lower, step.upper)})"


def _summary(found: Drivers) -> str:
    if found.r2 is None:
        return f"Nothing to compare: {found.n:,} answers have all drivers."
    accounts = f" of {found.clusters:,} accounts" if found.clusters else ""
    said = f"All of them together go with {percent(found.r2)} of the differences between scores"
    lines = [f"{said}, in {found.n:,} answers{accounts} that have them all. That is no proof of a cause."]
    turned = [clean(driver.key, 32) for driver in found.drivers if driver.direction == DOWN]
    if turned:
        lines.append(f"Higher numbers go with lower scores: {', '.join(turned)}.")
    return " ".join(lines)
