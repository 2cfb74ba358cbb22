"""Many threads that write at once all get their turn, also after a transaction that failed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from kuule.workspaces.models import Team

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
ROWS_EACH = 25


def in_thread(work) -> None:
    try:
        work()
    finally:
        connection.close()


def test_writers_at_once_lose_nothing(nordlys):
    start = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        for row in range(ROWS_EACH):
            with transaction.atomic():
                Team.objects.create(workspace=nordlys.workspace, name=f"{writer}-{row}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: in_thread(lambda: write(writer)), range(WRITERS)))
    assert Team.objects.count() == WRITERS * ROWS_EACH


def fail(nordlys) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.bulk_create(Team(workspace=nordlys.workspace, name=name) for name in ("twice", "Twice"))


def leave_open(nordlys) -> None:
    # A thread that dies in the middle: its connection is closed with the transaction still open.
    transaction.set_autocommit(False)
    Team.objects.create(workspace=nordlys.workspace, name="half done")
    connection.close()
    connection.ensure_connection()
    transaction.set_autocommit(True)


@pytest.mark.parametrize("trouble", [fail, leave_open])
def test_the_next_writer_does_not_wait_for_one_that_failed(nordlys, trouble):
    in_other_thread(lambda: trouble(nordlys))
    done = threading.Event()

    def write() -> None:
        Team.objects.create(workspace=nordlys.workspace, name="after")
        done.set()

    in_other_thread(write)
    assert done.is_set()
    assert list(Team.objects.values_list("name", flat=True)) == ["after"]


def in_other_thread(work) -> None:
    thread = threading.Thread(target=in_thread, args=(work,))
    thread.start()
    thread.join(10)
