"""`kuule bounce`: one mail from standard input, as a mail server hands it over."""

import os
import sys

from django.db import DatabaseError
from django.utils import timezone

from kuule.config.cli.ground import err, out
from kuule.dispatch.services import note_returned_mail
from kuule.dispatch.services.returned_mail import is_taken_as_reply

LARGEST_MAIL = 5_000_000


def read_bounce() -> int:
    """Read a mail and say what it was. Return an exit code of `sysexits.h`: the server tries again when told so."""
    raw = sys.stdin.buffer.read(LARGEST_MAIL)
    if not raw.strip():
        err.print("No mail came in. Hand one over, for example: kuule bounce < mail.eml", style="bold red")
        return os.EX_DATAERR
    try:
        kind, delivery = note_returned_mail(raw=raw, now=timezone.now())
        is_whole = len(raw) < LARGEST_MAIL
        is_reply = delivery is None and is_taken_as_reply(raw=raw, is_whole=is_whole, now=timezone.now())
    except DatabaseError:
        err.print("The database cannot be used now. `kuule check` says why.", style="bold red")
        return os.EX_TEMPFAIL
    if is_reply:
        out.print("reply: written down in its case.", markup=False)
        return os.EX_OK
    about = f"written down for message {delivery.pk}" if delivery else "nothing to write down"
    out.print(f"{kind}: {about}.", markup=False)
    return os.EX_OK
