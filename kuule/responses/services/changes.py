"""The outbox of the analytics copy where nobody takes anything out of it."""

from django.db import connection, transaction

from kuule.responses.models import AnswerChange

MOST_ENTRIES = 1_000_000


@transaction.atomic
def keep_outbox_short() -> None:
    """Put one entry for everything in place of very many: whoever makes a copy one day reads all answers again."""
    if AnswerChange.objects.all()[: MOST_ENTRIES + 1].count() <= MOST_ENTRIES:
        return
    AnswerChange.objects.all()._raw_delete(using=connection.alias)
    AnswerChange.objects.create(workspace_id=None, row_id=None)
