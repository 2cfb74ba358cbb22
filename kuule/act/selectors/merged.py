"""Cases that are looked after in another."""

from kuule.act.models import Case
from kuule.act.rules import MERGED


def cases_within(case: Case) -> list[int]:
    """Return the ids of a case and of those merged into it, through all steps; its own first."""
    found, level = [case.pk], [case.pk]
    while level:
        below = Case.objects.filter(merged_into__in=level, state=MERGED).order_by("pk")
        level = list(below.values_list("pk", flat=True))
        found += level
    return found
