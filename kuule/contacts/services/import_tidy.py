"""What imports remember goes after a month."""

from datetime import datetime

from kuule.contacts.models import ImportChange, ImportedRow
from kuule.contacts.selectors.imports import KEPT

BATCH = 5_000


def forget_old_imports(*, now: datetime) -> int:
    """Delete lines that were kept out, and what would undo an import, when it ended long ago. Return how many rows.

    At most 5,000 of each at a time: ask again until there are none.
    """
    return sum(_delete_some(model, now) for model in (ImportedRow, ImportChange))


def _delete_some(model: type[ImportedRow] | type[ImportChange], now: datetime) -> int:
    old = model._default_manager.filter(job__finished_at__lte=now - KEPT)
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    model._default_manager.filter(pk__in=ids).delete()
    return len(ids)
