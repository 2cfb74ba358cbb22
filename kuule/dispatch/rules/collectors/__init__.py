"""The ways to collect answers without sending anything, one file each. A new one is a file and a line here."""

from collections.abc import Mapping

from kuule.dispatch.rules.collectors.base import CollectorKind, Settings, is_public_token, mint_public_token
from kuule.dispatch.rules.collectors.kiosk import KIOSK, LEAST_IDLE, MOST_IDLE, KioskSettings
from kuule.dispatch.rules.collectors.member_link import MEMBER_LINK
from kuule.dispatch.rules.collectors.qr import QR
from kuule.dispatch.rules.collectors.widget import (
    NOT_NOW_DAYS,
    WIDGET,
    WidgetSettings,
    is_signed,
    origin_of,
    signature_of,
)

KINDS = (WIDGET, KIOSK, QR, MEMBER_LINK)
COLLECTOR_KINDS: Mapping[str, CollectorKind] = {kind.key: kind for kind in KINDS}

# Answers by these channels are chosen by staff: they are never pooled with those of people whom a rule chose.
HANDED_OUT = tuple(kind.key for kind in KINDS if kind.is_handed_out)

# Somebody asks on the phone and keys in what they are told.
INTERVIEWER = "interviewer"

__all__ = [
    "COLLECTOR_KINDS",
    "HANDED_OUT",
    "INTERVIEWER",
    "KINDS",
    "KIOSK",
    "LEAST_IDLE",
    "MEMBER_LINK",
    "MOST_IDLE",
    "NOT_NOW_DAYS",
    "QR",
    "WIDGET",
    "CollectorKind",
    "KioskSettings",
    "Settings",
    "WidgetSettings",
    "is_public_token",
    "is_signed",
    "mint_public_token",
    "origin_of",
    "signature_of",
]
