"""Mails in a frame: shown as they are, and locked in."""

import re

from django.http import HttpResponse

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_NEW_WINDOW = '<base target="_blank">'
_MAY_OPEN_LINKS = "sandbox allow-popups allow-popups-to-escape-sandbox"
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; "
)


def framed_mail(html: str, *, may_open_links: bool) -> HttpResponse:
    """Return a mail for a frame in one of our pages: no script, nothing from elsewhere, links in a new window."""
    body, found = _HEAD.subn(lambda head: head.group() + _NEW_WINDOW, html, count=1)
    response = HttpResponse(body if found else _NEW_WINDOW + html)
    response["Content-Security-Policy"] = _POLICY + (_MAY_OPEN_LINKS if may_open_links else "sandbox")
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
