"""What other systems tell about customers: whose it is is found, then it is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kuule.contacts.rules.faults import Fault
from kuule.contacts.services.naming import Named, find_or_add_people
from kuule.dispatch.rules.occurrences import CREATED, REFUSED, Recorded
from kuule.economics.rules import CHANGED
from kuule.economics.rules.told import names_customer
from kuule.economics.services.keeping import Keeping
from kuule.economics.services.shapes import Shape
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record, record_each


def tell(
    *, shape: Shape, workspace: Workspace, items: Sequence[Any], act: str, actor: Actor, now: datetime
) -> list[Recorded]:
    """Keep things of one kind, each once by its id; return what became of each, in their order.

    One with a known id and other values corrects the row. People and accounts who are new are added. A few queries,
    however many they are. `act` is what the audit log says; each corrected row has a line of its own there.
    """
    try:
        return _told(shape, workspace, items, act, actor, now)
    except IntegrityError:
        # Somebody was added elsewhere at this very moment: now they are found.
        return _told(shape, workspace, items, act, actor, now)


@transaction.atomic
def _told(
    shape: Shape, workspace: Workspace, items: Sequence[Any], act: str, actor: Actor, now: datetime
) -> list[Recorded]:
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    faults = _faults(items)
    good = [each.as_kept() for each, fault in zip(items, faults, strict=True) if fault is None]
    named = iter(find_or_add_people(workspace=workspace, persons=[each.who for each in good], now=now))
    keeping = Keeping(shape, workspace, [each.external_id for each in good])
    kept = iter(good)
    found = [
        Recorded(REFUSED, faults=[fault]) if fault else _recorded(keeping, next(kept), next(named)) for fault in faults
    ]
    keeping.write(now=now)
    if any(each.outcome in (CREATED, CHANGED) for each in found):
        record(workspace=workspace, actor=actor, act=act, subject=workspace, now=now)
    rows = [each.row.pk for each in keeping.corrections]
    record_each(workspace=workspace, actor=actor, act=f"{shape.table}_corrected", model=shape.model, ids=rows, now=now)
    return found


def _recorded(keeping: Keeping, told: Any, whom: Named) -> Recorded:
    if whom.problem:
        return Recorded(REFUSED, faults=[Fault(whom.field, whom.problem)])
    return keeping.take(told, whom)


def _faults(items: Sequence[Any]) -> list[Fault | None]:
    seen: set[str] = set()
    found: list[Fault | None] = []
    for each in items:
        unkept = each.unkept()
        if not names_customer(each.who):
            found.append(Fault("", "no_customer"))
        elif unkept:
            found.append(Fault(unkept.field, unkept.code))
        elif each.external_id in seen:
            found.append(Fault("id", "told_twice"))
        else:
            found.append(None)
            seen.add(each.external_id)
    return found
