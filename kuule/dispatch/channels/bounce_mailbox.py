"""The mailbox that bounces and replies come to, read by IMAP."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

TIMEOUT_SECONDS = 30
# What is larger is read as far as its text may reach; the files in it are not.
LARGEST_WHOLE, LARGEST_PART = 25_000_000, 1_000_000
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
SIMPLE = re.compile(r"[A-Za-z0-9._/-]+")

# What goes wrong with a mailbox that is away, or that does not let us in.
MAILBOX_TROUBLES = (OSError, imaplib.IMAP4.error)


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """A mail, and what the mailbox calls it. `is_whole` is False where its end is missing."""

    name: str
    raw: bytes
    is_whole: bool = True


class BounceMailbox:
    """A mailbox that is open while the `with` block runs. Raises one of `MAILBOX_TROUBLES`."""

    def __init__(self, login: dict[str, Any]) -> None:
        self._login = login

    def __enter__(self) -> "BounceMailbox":
        login, trusted = self._login, ssl.create_default_context()
        self._server: imaplib.IMAP4 = (
            imaplib.IMAP4_SSL(login["host"], login["port"], ssl_context=trusted, timeout=TIMEOUT_SECONDS)
            if login["security"] == "s"
            else imaplib.IMAP4(login["host"], login["port"], timeout=TIMEOUT_SECONDS)
        )
        if login["security"] == "":
            self._server.starttls(trusted)
        self._sign_in(login["user"], login["password"])
        self._can = b" ".join(self._ask(self._server.capability())).decode().upper().split()
        self._ask(self._server.select(_quoted(login["folder"])))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._server.logout()
        except MAILBOX_TROUBLES:
            return

    def unread(self, limit: int) -> Iterator[FetchedMail]:
        """Return mails that nobody has read, oldest first."""
        found = self._ask(self._server.uid("SEARCH", "UNSEEN", "UNDELETED"))
        for name in (found[0] or b"").decode().split()[:limit]:
            size = self._size(name)
            most = LARGEST_WHOLE if size <= LARGEST_WHOLE else LARGEST_PART
            answer = self._ask(self._server.uid("FETCH", name, f"(BODY.PEEK[]<0.{most}>)"))
            raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if raw is not None:
                yield FetchedMail(name, raw, is_whole=size <= LARGEST_WHOLE)

    def remove(self, name: str) -> None:
        """Delete a mail whose report is written down."""
        self._ask(self._server.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen \Deleted)"))
        if "UIDPLUS" in self._can:
            self._ask(self._server.uid("EXPUNGE", name))
        else:
            self._ask(self._server.expunge())

    def leave(self, name: str, *, is_odd: bool = False) -> None:
        """Mark a mail as read and leave it to people; flag it when it could not be read at all."""
        self._ask(self._server.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen \Flagged)" if is_odd else r"(\Seen)"))

    def _size(self, name: str) -> int:
        parts = self._ask(self._server.uid("FETCH", name, "(RFC822.SIZE)"))
        words = b" ".join(each[0] if isinstance(each, tuple) else each or b"" for each in parts)
        found = SIZE.search(words)
        return int(found.group(1)) if found else 0

    def _sign_in(self, user: str, password: str) -> None:
        if (user + password).isascii():
            self._server.login(user, password)
        else:  # LOGIN knows no other letters
            self._server.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())

    def _ask(self, answer: tuple[str, list[Any]]) -> list[Any]:
        if answer[0] != "OK":
            raise imaplib.IMAP4.error(answer[0])
        return answer[1]


def _quoted(folder: str) -> str:
    return folder if SIMPLE.fullmatch(folder) else '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
