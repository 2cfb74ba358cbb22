"""Fixtures of this room, each made in the file of its subject."""

from tests.act.letter_office import aino, case, send, written
from tests.dispatch.conftest import mailbox, post
from tests.dispatch.test_bounce_mailbox import imap_port

__all__ = ["aino", "case", "imap_port", "mailbox", "post", "send", "written"]
