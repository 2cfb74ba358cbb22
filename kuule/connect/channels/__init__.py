"""The kinds of webhooks. A newcomer adds a file beside this one and a line here."""

from kuule.connect.channels.base import WebhookKind
from kuule.connect.channels.delighted import DELIGHTED
from kuule.connect.channels.standard import STANDARD

KINDS: dict[str, WebhookKind] = {kind.key: kind for kind in (DELIGHTED, STANDARD)}

__all__ = ["DELIGHTED", "KINDS", "STANDARD", "WebhookKind"]
