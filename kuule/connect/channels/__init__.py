"""The kinds of webhooks. A newcomer adds a file beside this one and a line here."""

from kuule.connect.channels.base import WebhookKind
from kuule.connect.channels.delighted import DELIGHTED

KINDS: dict[str, WebhookKind] = {kind.key: kind for kind in (DELIGHTED,)}

__all__ = ["DELIGHTED", "KINDS", "WebhookKind"]
