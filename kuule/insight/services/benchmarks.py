"""Scores of others that a company notes itself."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from kuule.insight.models import Benchmark
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkThing:
    """A score of others, as a member tells it."""

    name: str
    region: str
    kind: str
    year: int
    nps: float
    promoters: float | None
    detractors: float | None
    n: int | None
    n_of: str
    way: str
    source: str
    address: str
    grade: str


@transaction.atomic
def note_benchmark(*, workspace: Workspace, thing: BenchmarkThing, actor: Actor, now: datetime) -> Benchmark:
    """Keep a score of others."""
    noted = Benchmark.objects.create(workspace=workspace, changed_at=now, **asdict(thing))
    record(workspace=workspace, actor=actor, act="benchmark_noted", subject=noted, now=now)
    return noted


@transaction.atomic
def change_benchmark(*, benchmark: Benchmark, thing: BenchmarkThing, actor: Actor, now: datetime) -> None:
    """Correct a score of others."""
    for name, value in asdict(thing).items():
        setattr(benchmark, name, value)
    benchmark.changed_at = now
    benchmark.save()
    record(workspace=benchmark.workspace, actor=actor, act="benchmark_changed", subject=benchmark, now=now)


@transaction.atomic
def delete_benchmark(*, benchmark: Benchmark, actor: Actor, now: datetime) -> None:
    """Take a score of others away."""
    record(workspace=benchmark.workspace, actor=actor, act="benchmark_deleted", subject=benchmark, now=now)
    benchmark.delete()
