"""The outbox of the analytics copy: whoever changes an answer, by whichever way, it is written down with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services import change_account
from kuule.contacts.services.persons import erase_person
from kuule.insight.engine.duck import DuckCopy
from kuule.insight.engine.feed import Feed
from kuule.lib.bulk import insert_rows, overwrite_rows
from kuule.responses.models import AnswerChange, Response
from kuule.responses.receivers import keep_outbox
from kuule.responses.services.changes import keep_outbox_short
from kuule.workspaces.models import Team, Workspace
from kuule.workspaces.rules import SYSTEM
from tests.insight.conftest import Programme

Writer = Callable[[Programme, Response], object]


def _again(programme: Programme, answer: Response) -> None:
    programme.answer(1, invitation=answer.invitation)


def _by_query(programme: Programme, answer: Response) -> None:
    Response.objects.filter(pk=answer.pk).update(verdict="scanner")


def _in_bulk(programme: Programme, answer: Response) -> None:
    answer.score = 2
    overwrite_rows([answer], ["score"])


def _copied_in_bulk(programme: Programme, answer: Response) -> None:
    answer.pk, answer.uid, answer.invitation = None, Response._meta.get_field("uid").get_default(), None
    insert_rows([answer])


def _deleted(programme: Programme, answer: Response) -> None:
    Response.objects.filter(pk=answer.pk).delete()


def _raw(programme: Programme, answer: Response) -> None:
    Response.objects.filter(pk=answer.pk)._raw_delete(using="default")


def _contact_erased(programme: Programme, answer: Response) -> None:
    erase_person(contact=answer.contact, reason=ASKED_FOR, actor=SYSTEM, now=programme.now)


def _account_deleted(programme: Programme, answer: Response) -> None:
    answer.account.delete()


def _team_changed(programme: Programme, answer: Response) -> None:
    team = Team.objects.create(workspace=programme.workspace, name="North")
    change_account(account=answer.account, team=team, actor=SYSTEM, now=programme.now)


WRITERS = [
    *(_again, _by_query, _in_bulk, _copied_in_bulk, _deleted, _raw),
    *(_contact_erased, _account_deleted, _team_changed),
]


@pytest.fixture
def answer(programme: Programme) -> Response:
    person = programme.contact(account=programme.account("Fjord"), role="user")
    given = programme.answer(9, contact=person, at=programme.now - timedelta(days=1))
    AnswerChange.objects.all().delete()
    return Response.objects.get(pk=given.pk)


@pytest.mark.parametrize("writer", WRITERS)
def test_every_writer_leaves_an_entry(programme: Programme, answer: Response, writer: Writer) -> None:
    before = {row["id"]: row for row in Response.objects.values()}
    writer(programme, answer)
    after = {row["id"]: row for row in Response.objects.values()}
    changed = {pk for pk in {*before, *after} if before.get(pk) != after.get(pk)} or {answer.pk}
    assert changed <= set(AnswerChange.objects.values_list("row_id", flat=True))
    assert set(AnswerChange.objects.values_list("workspace_id", flat=True)) == {programme.workspace.pk}


def test_what_is_taken_back_leaves_none(programme: Programme, answer: Response) -> None:
    with transaction.atomic():
        _by_query(programme, answer)
        transaction.set_rollback(True)
    assert not AnswerChange.objects.exists()


def test_another_time_zone_means_all_answers_of_the_workspace(programme: Programme, answer: Response) -> None:
    Workspace.objects.filter(pk=programme.workspace.pk).update(name="Nordlys AS")
    assert not AnswerChange.objects.exists()
    Workspace.objects.filter(pk=programme.workspace.pk).update(timezone="Asia/Tokyo")
    assert list(AnswerChange.objects.values_list("workspace_id", "row_id")) == [(programme.workspace.pk, None)]


def test_a_table_that_a_migration_rebuilt_is_watched_again(programme: Programme, answer: Response) -> None:
    name = "responses_answerchange_update"
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER {name} ON responses_response"
            if connection.vendor == "postgresql"
            else f"DROP TRIGGER {name}"
        )
    keep_outbox(using="default")
    keep_outbox(using="default")
    _by_query(programme, answer)
    assert AnswerChange.objects.count() == 1


def test_an_outbox_that_nobody_empties_becomes_one_entry(
    programme: Programme, answer: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kuule.responses.services.changes.MOST_ENTRIES", 3)
    copy = DuckCopy()
    feed = Feed(copy)
    feed.build()
    for _ in range(4):
        _by_query(programme, answer)
    keep_outbox_short()
    assert list(AnswerChange.objects.values_list("workspace_id", "row_id")) == [(None, None)]
    feed.sync()
    assert not copy.answers_of(programme.workspace.pk)
    Response.objects.filter(pk=answer.pk).update(verdict="person")
    feed.sync()
    assert copy.answers_of(programme.workspace.pk) == [answer.pk]
