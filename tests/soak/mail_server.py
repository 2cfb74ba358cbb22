"""A mail server in a process of its own, which can be told to wait at a point of the conversation.

`python -m tests.soak.mail_server PORT LOG`. It is told `arm POINT` and `go`, and says `at POINT WORKER`.
Every mail that it takes is a line in the log: envelope sender and Message-ID.
"""

import asyncio
import random
import socket
import sys
import threading
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

POINTS = ("mail", "rcpt", "data", "taken", "replied")
HOLD_SECONDS = 5
# Small, so that a mail does not fit into the buffers of the kernel and its sender can be killed in the middle of it.
BUFFER_BYTES = 2_048
POSTPONED, CUT_BEFORE, CUT_AFTER = 0.03, 0.01, 0.01


class Desk:
    """What the server does with a mail, and where it is told to wait."""

    def __init__(self, log: Path) -> None:
        self.log, self.dice = log.open("a"), random.Random(7)
        self.armed, self.go = "", asyncio.Event()

    async def reach(self, point: str, session: Session) -> None:
        if self.armed != point:
            return
        self.armed = ""
        self.go.clear()
        print("at", point, session.host_name, flush=True)
        try:
            await asyncio.wait_for(self.go.wait(), HOLD_SECONDS)
        except TimeoutError:
            return

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.reach("mail", session)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.reach("rcpt", session)
        if self.dice.random() < POSTPONED:
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: "Line", session: Session, envelope: Envelope) -> str:  # noqa: N802
        if not envelope.content:
            # A connection that ended at DATA, before any of the mail came, is told of as a mail without a line.
            return "421 gone"
        if self.dice.random() < CUT_BEFORE:
            server.transport.abort()
            return "421 gone"
        print(envelope.mail_from, message_from_bytes(envelope.content)["Message-ID"], file=self.log, flush=True)
        if self.dice.random() < CUT_AFTER:
            server.transport.abort()
        await self.reach("taken", session)
        server.has_just_taken = True
        return "250 Taken"


class Line(SMTP):
    """The conversation with one worker."""

    has_just_taken = False

    async def push(self, status: str | bytes) -> None:
        await super().push(status)
        if str(status).startswith("354"):
            await self.event_handler.reach("data", self.session)
        elif self.has_just_taken:
            self.has_just_taken = False
            await self.event_handler.reach("replied", self.session)


async def serve(port: int, log: Path) -> None:
    desk, loop = Desk(log), asyncio.get_running_loop()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    listener.bind(("127.0.0.1", port))
    server = await loop.create_server(lambda: Line(desk, hostname="storm.example"), sock=listener)

    def obey() -> None:
        for line in sys.stdin:
            word, _, point = line.strip().partition(" ")
            if word == "arm":
                loop.call_soon_threadsafe(setattr, desk, "armed", point)
            else:
                loop.call_soon_threadsafe(desk.go.set)
        loop.call_soon_threadsafe(server.close)

    threading.Thread(target=obey, daemon=True).start()
    print("ready", flush=True)
    await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
