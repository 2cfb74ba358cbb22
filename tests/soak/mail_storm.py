"""Workers that hand over mail and are killed, again and again: `python -m tests.soak.mail_storm PORT LOG KILLS SEED`.

Workers are forked from this process, so that a new one stands within milliseconds. Half of the kills come at random
moments, half at points of the conversation with the mail server. Prints what became of every mail.
"""

import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuule.config.settings")

import django

django.setup()

from django.core.mail.utils import DNS_NAME
from django.db import connections
from django.utils import timezone

from kuule.contacts.query import ContactFilter
from kuule.contacts.services import add_contact
from kuule.dispatch import tasks
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import DUE, FAILED, HANDED_OVER, HANDING_OVER, UNCERTAIN, troubles
from kuule.dispatch.services import declare_uncertain, give_back_stuck, plan_wave, schedule_wave
from kuule.dispatch.tasks import drain_deliveries, drain_waves
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import found_workspace, register_user
from tests.soak.mail_server import BUFFER_BYTES, POINTS

PEOPLE, WORKERS, FEW = 150, 2, 60
# Fewer than in earnest: what the dead had claimed is handed over at the end, by workers that nobody kills.
CLAIMED_AT_ONCE = 10
AT_A_POINT = 0.5
LONGEST_MOMENT_SECONDS = 0.4
LATER = timedelta(days=1)


class Server:
    """The mail server, as this side of it."""

    def __init__(self, port: str, log: str) -> None:
        command = [sys.executable, "-m", "tests.soak.mail_server", port, log]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def say(self, words: str) -> None:
        print(words, file=self.process.stdin, flush=True)

    def reached(self, seconds: float) -> int | None:
        """Return the worker that reached the armed point, or None."""
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return int(self.process.stdout.readline().split()[2].removeprefix("w").partition(".")[0]) if ready else None

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


class Storm:
    """The workers, and what kills them."""

    def __init__(self, server: Server, seed: int) -> None:
        self.server, self.dice = server, random.Random(seed)
        self.workers: set[int] = set()
        self.kills: Counter[str] = Counter()

    def fill(self, act: Callable[[], None]) -> None:
        connections.close_all()
        while len(self.workers) < WORKERS:
            self.workers.add(fork(act))

    def strike(self) -> None:
        """Kill a worker at a random moment or point."""
        if self.dice.random() > AT_A_POINT:
            time.sleep(self.dice.uniform(0, LONGEST_MOMENT_SECONDS))
            self.kill(self.dice.choice(sorted(self.workers)), "moment")
            return
        point = self.dice.choice(POINTS)
        self.server.say(f"arm {point}")
        worker = self.server.reached(seconds=3)
        if worker is None:
            self.server.say("arm nothing")
        elif worker in self.workers:
            self.kill(worker, point)
            self.server.say("go")

    def kill(self, worker: int, how: str) -> None:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        self.workers.discard(worker)
        self.kills[how] += 1

    def end(self) -> None:
        for worker in sorted(self.workers):
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
        self.workers.clear()


def fork(act: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)
    return child


def work() -> None:
    _cramp(socket)
    work_at_ease()


def work_at_ease() -> None:
    DNS_NAME._fqdn = f"w{os.getpid()}.example"
    while True:
        if not drain_waves() + drain_deliveries():
            time.sleep(0.02)


def _cramp(module: ModuleType) -> None:
    connect = module.create_connection

    def cramped(*args: object, **options: object) -> socket.socket:
        line = connect(*args, **options)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
        return line

    module.create_connection = cramped


def found() -> None:
    now = timezone.now()
    owner = register_user(email="storm@kuule.example", name="Storm", password="kettle-lantern-42", now=now)
    workspace = found_workspace(name="Storm", slug="storm", owner=owner, actor=SYSTEM, now=now)
    Workspace.objects.update(quarantine_days=0, sender_email="survey@storm.example")
    survey = create_from_starter(workspace=workspace, name="Storm", actor=SYSTEM, now=now)
    publish_survey(survey=survey, actor=SYSTEM, now=now)
    for number in range(PEOPLE):
        add_contact(workspace=workspace, email=f"p{number}@storm.example", actor=SYSTEM, now=now)


def feed() -> None:
    """See that there is enough to hand over."""
    now = timezone.now()
    if Delivery.objects.filter(state=DUE).count() > FEW:
        return
    values = {"audience": ContactFilter(), "due_at": now, "actor": SYSTEM, "now": now}
    workspace, survey = Workspace.objects.get(), Survey.objects.get()
    wave = schedule_wave(workspace=workspace, survey=survey, name=str(time.monotonic_ns()), **values)
    while plan_wave(wave=wave, now=now):
        pass


def verdict(log: Path, kills: Counter[str]) -> dict[str, object]:
    while declare_uncertain(now=timezone.now() + LATER, limit=1_000):
        pass
    taken = [line.split() for line in log.read_text().splitlines()]
    rows: Counter[int] = Counter(int(sender.partition("+")[2].partition("-")[0]) for sender, _ in taken)
    names: Counter[str] = Counter(name for _, name in taken)
    states = dict(Delivery.objects.values_list("pk", "state"))
    final = {HANDED_OVER, UNCERTAIN, FAILED}
    return {
        "kills": sum(kills.values()),
        "kills_by_point": dict(kills),
        "states": dict(Counter(states.values())),
        "taken": len(taken),
        "rows_taken_twice": sum(count > 1 for count in rows.values()),
        "names_taken_twice": [name for name, count in names.items() if count > 1],
        "without_a_final_state": sum(state not in final for state in states.values()),
        "sent_but_never_taken": sum(state == HANDED_OVER and pk not in rows for pk, state in states.items()),
        "taken_but_not_shown": sum(states.get(pk) not in (HANDED_OVER, UNCERTAIN) for pk in rows),
        "uncertain_and_taken": sum(state == UNCERTAIN and pk in rows for pk, state in states.items()),
    }


def main(port: str, log: str, kills: int, seed: int) -> None:
    troubles.RETRY_DELAYS = (timedelta(milliseconds=10),) * 20
    tasks.BATCH = CLAIMED_AT_ONCE
    found()
    storm = Storm(Server(port, log), seed)
    try:
        while sum(storm.kills.values()) < kills:
            feed()
            storm.fill(work)
            storm.strike()
        storm.end()
        storm.fill(work_at_ease)
        while Delivery.objects.filter(state=DUE).exists() or _is_busy(storm) or _give_back():
            time.sleep(0.2)
    finally:
        storm.end()
        storm.server.close()
    print(json.dumps(verdict(Path(log), storm.kills)))


def _give_back() -> int:
    """Let those wait again that the dead had in line."""
    return give_back_stuck(now=timezone.now() + LATER, limit=1_000)


def _is_busy(storm: Storm) -> bool:
    """Tell whether the workers that live hand over something. What the dead left behind stays as it is."""
    before = set(Delivery.objects.filter(state=HANDING_OVER).values_list("pk", flat=True))
    time.sleep(1)
    after = set(Delivery.objects.filter(state=HANDING_OVER).values_list("pk", flat=True))
    return before != after


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
