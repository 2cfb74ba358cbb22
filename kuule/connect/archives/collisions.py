"""What may be there only once in an installation, and is there already: in a copy it is made anew or left empty."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Field, Model, UUIDField

from kuule.connect.archives.tables import label_of
from kuule.dispatch.rules.collectors import mint_public_token
from kuule.lib.ids import new_uid

Column = Field[Any, Any]


class Taken:
    """The columns of a table whose values are the only ones of an installation."""

    def __init__(self, model: type[Model], columns: Sequence[Column]) -> None:
        self._model = model
        self._once = [(place, each) for place, each in enumerate(columns) if is_once_everywhere(each)]

    def renew(self, rows: Sequence[list[Any]]) -> Counter[str]:
        """Change what somebody else has already; return how many values of which columns that were.

        The link behind a token stays with whoever has it: in the copy there is none.
        """
        renewed: Counter[str] = Counter()
        for place, column in self._once:
            wanted = [row[place] for row in rows if row[place] is not None]
            there = self._model._base_manager.filter(**{f"{column.attname}__in": wanted})
            taken = set(there.values_list(column.attname, flat=True)) if wanted else set()
            for row in rows if taken else ():
                if row[place] in taken:
                    row[place] = _renewed(column)
                    renewed[f"{label_of(self._model)}.{column.attname}"] += 1
        return renewed


def is_once_everywhere(column: Column) -> bool:
    """Tell whether a value of this column may be there only once, whatever the workspace."""
    is_random = isinstance(column, UUIDField)
    return column.unique and (is_random or not column.primary_key) and not column.is_relation


def _renewed(column: Column) -> Any:
    if column.null:
        return None
    return new_uid() if isinstance(column, UUIDField) else mint_public_token()
