"""Figures of others: those that come with Kuule, and those that a company noted itself."""

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from kuule.insight.models import Benchmark
from kuule.insight.query.benchmarks import BenchmarkQuery
from kuule.insight.rules.benchmarks import Published
from kuule.workspaces.models import Workspace

_FILE = "published_figures.csv"


def benchmarks_for(query: BenchmarkQuery) -> list[Published]:
    """Return the figures of the industry, region and kind that a query names, own entries first, then the newest."""
    found = (*own_benchmarks(query.workspace_id), *published_figures())
    return [
        each
        for each in found
        if query.industry in ("", each.industry) and query.region in ("", each.region) and query.kind in ("", each.kind)
    ]


def known_places(workspace_id: int) -> tuple[list[str], list[str]]:
    """Return the industries and the regions that there are figures of."""
    found = (*own_benchmarks(workspace_id), *published_figures())
    industries = sorted({each.industry for each in found}, key=str.casefold)
    return industries, sorted({each.region for each in found if each.region}, key=str.casefold)


def benchmark_of(workspace: Workspace, *, benchmark_id: int) -> Benchmark | None:
    """Return an own entry of a workspace, or None."""
    return Benchmark.objects.filter(workspace=workspace, pk=benchmark_id).first()


def own_benchmarks(workspace_id: int) -> list[Published]:
    """Return what a workspace noted itself, the newest year first."""
    rows = Benchmark.objects.filter(workspace_id=workspace_id).order_by("-year", "name", "pk")
    return [_own(row) for row in rows]


@lru_cache(maxsize=1)
def published_figures() -> Sequence[Published]:
    """Return the figures that come with Kuule, the newest first."""
    with files("kuule.insight.selectors").joinpath(_FILE).open(encoding="utf-8") as file:
        found = [_published(row) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda each: (each.year, each.industry.casefold()), reverse=True))


def _published(row: dict[str, str]) -> Published:
    return Published(
        industry=row["industry"],
        region=row["region"],
        year=row["year"],
        nps=float(row["nps"]),
        n=int(row["n"]) if row["n"] else None,
        n_of=row["n_of"],
        kind=row["kind"],
        promoters=_number(row["promoters_pct"]),
        detractors=_number(row["detractors_pct"]),
        way=row["way"],
        method=row["method"],
        source=row["source_title"],
        address=row["address"],
        grade=row["grade"],
    )


def _own(row: Benchmark) -> Published:
    return Published(
        industry=row.name,
        region=row.region,
        year=str(row.year),
        nps=row.nps,
        n=row.n,
        n_of=row.n_of,
        kind=row.kind,
        promoters=row.promoters,
        detractors=row.detractors,
        way=row.way,
        method="",
        source=row.source,
        address=row.address,
        grade=row.grade,
        own_id=row.pk,
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
