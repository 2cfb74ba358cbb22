"""Which rows other rows refer to, whatever table those are in: what nobody refers to can be deleted unnoticed."""

from collections.abc import Collection

from django.db.models import ForeignKey, Model


def referred_to(model: type[Model], ids: Collection[int], *, but_by: Collection[type[Model]] = ()) -> set[int]:
    """Return which of these rows some row of another table refers to; tables of `but_by` do not count."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not relation.auto_created or not isinstance(field, ForeignKey) or field.model in but_by:
            continue
        rows = field.model._base_manager.filter(**{f"{field.name}__in": list(ids)})
        found.update(rows.values_list(field.attname, flat=True).distinct())
    return found
