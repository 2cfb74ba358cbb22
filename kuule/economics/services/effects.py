"""Writing down what the company does, to whom and how it will be judged, before it is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kuule.contacts.models import Account
from kuule.economics.models import TreatedAccount, Treatment, TreatmentChange
from kuule.economics.rules.effects import USUAL_WINDOW, changed_fields
from kuule.economics.rules.kept import CAUSES, EFFECT, EXECUTIVE
from kuule.economics.selectors.effects import answers_since
from kuule.economics.services.kept import forget_figures, recount_figures
from kuule.insight.models import Annotation
from kuule.insight.services.annotations import Mark, make_annotation
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules.touchpoints import Condition
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

FIELDS = (
    "name",
    "kind",
    "hypothesis",
    "touched",
    "comparison",
    "touchpoint",
    "starts_on",
    "ends_on",
    "before_days",
    "after_days",
    "hoped_for",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentPlan:
    """What is written about a treatment: see `Treatment`. With `accounts` only those are touched."""

    name: str
    kind: str
    hypothesis: str
    starts_on: date
    ends_on: date | None = None
    touched: Sequence[Condition] = ()
    comparison: Sequence[Condition] = ()
    accounts: Sequence[Account] = ()
    touchpoint: Touchpoint | None = None
    before_days: int = USUAL_WINDOW
    after_days: int = USUAL_WINDOW
    hoped_for: Decimal | None = None

    def fields(self) -> dict[str, Any]:
        """Return what the row of the treatment keeps."""
        kept = {name: getattr(self, name) for name in FIELDS}
        return kept | {"touched": list(self.touched), "comparison": list(self.comparison)}


@transaction.atomic
def write_treatment(
    *,
    workspace: Workspace,
    plan: TreatmentPlan,
    actor: Actor,
    now: datetime,
    member: Member | None = None,
    annotation: Annotation | None = None,
) -> Treatment:
    """Write down a treatment; its start is marked on the time axis, where it is not yet."""
    mark = annotation or make_annotation(
        workspace=workspace, mark=Mark(day=plan.starts_on, name=plan.name), actor=actor, now=now, member=member
    )
    written = Treatment(workspace=workspace, annotation=mark, made_by=member, made_at=now, **plan.fields())
    written.answers_then = answers_since(written, now=now)
    written.save(force_insert=True)
    _list_accounts(written, plan.accounts)
    recount_figures(workspace, now=now, kinds=(CAUSES, EXECUTIVE))
    record(workspace=workspace, actor=actor, act="treatment_written", subject=written, now=now)
    return written


@transaction.atomic
def change_treatment(
    *, treatment: Treatment, plan: TreatmentPlan, actor: Actor, now: datetime, member: Member | None = None
) -> None:
    """Change what is written about a treatment. What it was before stays on record, with the day of the change."""
    accounts = sorted(treatment.accounts.values_list("account_id", flat=True))
    was, fields = {name: getattr(treatment, name) for name in FIELDS}, plan.fields()
    told = was | {"accounts": accounts}, fields | {"accounts": sorted(each.pk for each in plan.accounts)}
    before = changed_fields(*told, (*FIELDS, "accounts"))
    if not before:
        return
    for name, value in fields.items():
        setattr(treatment, name, value)
    treatment.save(update_fields=FIELDS)
    if "accounts" in before:
        treatment.accounts.all().delete()
        _list_accounts(treatment, plan.accounts)
    TreatmentChange.objects.create(
        workspace=treatment.workspace,
        treatment=treatment,
        before={name: _as_kept(value) for name, value in before.items()},
        made_by=member,
        made_at=now,
    )
    # Figures of what was written before would stand beside what is written now.
    forget_figures(treatment.workspace, EFFECT, asked={"treatment": str(treatment.pk)})
    recount_figures(treatment.workspace, now=now, kinds=(CAUSES, EXECUTIVE))
    record(workspace=treatment.workspace, actor=actor, act="treatment_changed", subject=treatment, now=now)


def _list_accounts(treatment: Treatment, accounts: Sequence[Account]) -> None:
    TreatedAccount.objects.bulk_create(
        [TreatedAccount(workspace=treatment.workspace, treatment=treatment, account=each) for each in accounts],
        batch_size=500,
    )


def _as_kept(value: Any) -> Any:
    if isinstance(value, Touchpoint):
        return value.name
    return str(value) if isinstance(value, date | Decimal) else value
