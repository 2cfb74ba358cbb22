"""The two marks around each handover, in plain SQL: they are most of what a database has to do for a mail."""

from datetime import datetime

from django.db import connection

from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import HANDED_OVER, HANDING_OVER, IN_LINE, SENT_AGAIN, UNCERTAIN

_TABLE = Delivery._meta.db_table
_BEGIN = f"UPDATE {_TABLE} SET reason = '' WHERE id = %s AND token_hash = %s AND state = %s AND reason = %s"  # noqa: S608
_SENT = (
    f"UPDATE {_TABLE} SET state = %s, reason = '', provider_id = %s, handed_over_at = %s "  # noqa: S608
    "WHERE id = %s AND message_id = %s AND state IN (%s, %s) AND reason <> %s"
)


def begin(delivery: Delivery) -> bool:
    """Note that the turn of a message in line has come. False: somebody decided otherwise meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [delivery.pk, delivery.token_hash, HANDING_OVER, IN_LINE])
        return bool(cursor.rowcount)


def note_sent(delivery: Delivery, *, provider_id: str, now: datetime) -> None:
    """Note that a message was taken, unless a person decided meanwhile, or a report came in before this."""
    at = connection.ops.adapt_datetimefield_value(now)
    what = [HANDED_OVER, provider_id, at, delivery.pk, delivery.message_id]
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [*what, HANDING_OVER, UNCERTAIN, SENT_AGAIN])
