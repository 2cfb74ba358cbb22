"""Keeping the bands of value as properties of accounts, so that segments, filters and asking rules can use them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kuule.contacts.models import Account
from kuule.contacts.rules import TEXT
from kuule.contacts.services import change_account, define_property
from kuule.economics.answers.value_segments import value_segments_on
from kuule.economics.models import ValueBands
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import record

VALUE_BAND, PROFIT_BAND = "value_band", "profit_band"


@transaction.atomic
def keep_value_bands(*, workspace: Workspace, actor: Actor, now: datetime) -> None:
    """Begin to keep the bands of value on accounts; what keeps them fresh writes them.

    Raises:
        ValidationError: a property of another type has one of the keys.
    """
    with override(workspace.language):
        labels = {VALUE_BAND: _("Value band"), PROFIT_BAND: _("Profit band")}
    for key, label in labels.items():
        define_property(workspace=workspace, key=key, label=label, kind=TEXT, of="account", actor=actor, now=now)
    _kept, is_new = ValueBands.objects.get_or_create(workspace=workspace)
    if is_new:
        record(workspace=workspace, actor=actor, act="value_bands_kept", subject=workspace, now=now)


@transaction.atomic
def stop_value_bands(*, workspace: Workspace, actor: Actor, now: datetime) -> None:
    """Stop keeping the bands fresh; what stands on accounts stays until somebody changes it."""
    if ValueBands.objects.filter(workspace=workspace).delete()[0]:
        record(workspace=workspace, actor=actor, act="value_bands_stopped", subject=workspace, now=now)


def refresh_value_bands(*, bands: ValueBands, day: date, now: datetime, limit: int) -> int:
    """Write the bands of a day on accounts whose band changed, at most `limit` of them; return how many.

    When nothing is left to write the bands are fresh for the day. An account without money has no band.
    """
    workspace = bands.workspace
    found = value_segments_on(workspace, day=day)
    wanted = {each.customer: (each.value_band, each.profit_band) for each in found.customers}
    changed = 0
    for account in Account.objects.filter(workspace=workspace, archived_at=None).iterator(chunk_size=2000):
        properties = _with_bands(account.properties, *wanted.get(account.pk, ("", "")))
        if properties != account.properties:
            change_account(account=account, properties=properties, actor=SYSTEM, now=now)
            changed += 1
            if changed >= limit:
                return changed
    ValueBands.objects.filter(pk=bands.pk).update(refreshed_on=day)
    return changed


def _with_bands(properties: dict[str, Any], value_band: str, profit_band: str) -> dict[str, Any]:
    kept = {key: value for key, value in properties.items() if key not in (VALUE_BAND, PROFIT_BAND)}
    bands = {VALUE_BAND: value_band.upper(), PROFIT_BAND: profit_band}
    return {**kept, **{key: band for key, band in bands.items() if band}}
