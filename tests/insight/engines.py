"""Many different answers, and an engine of this process that reads them, also before they are committed."""

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from kuule.insight.engine.base import Engine
from kuule.insight.engine.columns import ANSWER, PROPERTY
from kuule.insight.engine.duck import DuckCopy
from kuule.insight.engine.feed import Feed
from kuule.insight.engine.shapes import Ask, ask_from_json
from kuule.insight.engine.truth import answers_in, batch_of
from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.rules.themes import OWN, lot_of
from kuule.lib.bulk import insert_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.workspaces.models import Team
from tests.insight.conftest import Programme

# Also what would end a statement, if it were ever part of one.
HOSTILE = "O'Brien\"; DROP TABLE analytics_answer; -- %s {p0:Int64} $p0 :p1 \\ ä"
COUNTRIES = ("FI", "SE", HOSTILE, "", "true", "10")
LANGUAGES, CHANNELS = ("en", "fi", "sv"), ("email", "link", "kiosk", "import")
ROLES = ("decision_maker", "user")


def many_answers(programme: Programme, count: int, seed: int = 7) -> list[Response]:
    """Give many answers in a few years, by people who have accounts, roles and properties, or none."""
    dice = random.Random(seed)
    team = Team.objects.create(workspace=programme.workspace, name="North")
    accounts = [programme.account(name) for name in ("Fjord", "Skog")]
    accounts[0].team = team
    accounts[0].save()
    people = [programme.contact(account=dice.choice([*accounts, None])) for _ in range(count // 3)]
    insert_rows([_answer(programme, dice, dice.choice([*people, None])) for _ in range(count)])
    return list(Response.objects.filter(workspace=programme.workspace))


def _answer(programme: Programme, dice: random.Random, person: Any) -> Response:
    properties: dict[str, object] = {"country": dice.choice(COUNTRIES), "plan": dice.choice((True, 10, 2.5, None))}
    properties = {key: value for key, value in properties.items() if dice.random() < 0.7}
    if dice.random() < 0.6:
        properties["role"] = dice.choice(ROLES)
    if dice.random() < 0.5:
        properties["account.worth"] = dice.choice((100, 2.5, "", "100"))
    return Response(
        workspace=programme.workspace,
        uid=new_uid(),
        survey=programme.survey,
        version=programme.version,
        contact=person,
        account=person.account if person else None,
        channel=dice.choice(CHANNELS),
        language=dice.choice(LANGUAGES),
        score=dice.randint(0, 10),
        scale=dice.choices(("0-10", "1-5"), (9, 1))[0],
        verbatim=dice.choice(("", "Good")),
        verdict=dice.choices(("person", "scanner"), (9, 1))[0],
        properties=properties,
        answered_at=_moment(programme.now, dice),
    )


def _moment(now: datetime, dice: random.Random) -> datetime:
    # Also close to midnights, and in the hour that a clock has twice.
    return now - timedelta(days=dice.randint(0, 900), hours=dice.choice((0, 9, 12, 13)), minutes=dice.choice((0, 59)))


def read_comments(programme: Programme, *, seed: int = 11) -> list[Theme]:
    """Have most comments read, with themes, one of them archived, urgency and sentiment; return the themes.

    Some that no machine read have labels, too.
    """
    dice, workspace, now = random.Random(seed), programme.workspace, programme.now
    themes = [
        Theme.objects.create(
            workspace=workspace,
            names={"en": name},
            origin=OWN,
            created_at=now,
            archived_at=now if name == "Old" else None,
        )
        for name in ("Waiting", "Price", "Old")
    ]
    said = list(Response.objects.filter(workspace=workspace).exclude(verbatim="").order_by("pk"))
    read = [answer for answer in said if dice.random() < 0.8]
    unread = [answer for answer in said if answer not in read]
    CommentReading.objects.bulk_create(
        CommentReading(
            workspace=workspace,
            response=answer,
            masked="Good",
            p_promoter=dice.choice((None, 0.1, 0.35, 0.5, 0.65, 0.9)),
            urgency=dice.choice(("", "", "safety", "legal leaving")),
            lot=lot_of(answer.pk),
            read_at=now,
        )
        for answer in read
    )
    ThemeLabel.objects.bulk_create(
        ThemeLabel(
            workspace=workspace, response=answer, theme=theme, verdict=dice.choice((None, "right", "wrong", "added"))
        )
        for answer in (*read, *unread[::2])
        for theme in themes
        if dice.random() < 0.4
    )
    return themes


def content(copy: DuckCopy, workspace_id: int) -> tuple[list[Any], list[Any]]:
    """Return the rows of a copy and the rows it should have, both tables in one."""
    batch = batch_of(answers_in(workspace_id))
    mine = []
    for name, columns in (("answer", ANSWER), ("property", PROPERTY)):
        wordy = [place for place, kind in enumerate(columns.values()) if kind == "word"]
        rows = copy._run(f"SELECT * FROM analytics_{name} WHERE workspace_id = {workspace_id}").fetchall()
        mine += [copy._words.spelled(row, wordy) for row in rows]
    return sorted(mine, key=str), sorted([*batch.answers, *batch.properties], key=str)


@contextmanager
def asked_here(engine: Engine, feed: Feed | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Ask]]:
    """Answer the questions of pages in this process; yields what was asked."""
    heard: list[Ask] = []

    def answer(asks: Sequence[Ask], *, workspace_id: int) -> list[list[Any]]:
        if feed:
            feed.sync()
        heard.extend(asks)
        sent = [ask_from_json(json.loads(json.dumps(ask.as_json()))) for ask in asks]
        return [[tuple(row) for row in engine.answer(ask)] for ask in sent]

    with monkeypatch.context() as patched:
        patched.setattr("kuule.insight.selectors.asked.figures", answer)
        yield heard
