"""The pages that respondents see: one request, no cookie, nothing kept by the browser, complete without a script.

A page may bring a few lines of script, each snippet inside the page and allowed by its hash alone.

They are compressed here. Guessing a secret from the size of a compressed page (BREACH) needs a page that repeats
what an attacker sends beside a secret that stays the same: these pages repeat nothing on a GET, and the only secret
on them is the token, which whoever asks for the page must already know, or which is new on every page.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

STYLES = Path(__file__).parent / "static" / "ui" / "src"
STYLESHEET = "respondent.css"
_COMPRESSION = 9


@cache
def inline_style(name: str = STYLESHEET) -> tuple[SafeString, str]:
    """Return the styles of these pages, or others of this folder, and the source expression that allows them."""
    css = re.sub(r"\s+", " ", (STYLES / name).read_text()).strip()
    css = re.sub(r" ?([{};,]) ?", r"\1", css).replace(": ", ":").replace(";}", "}")
    return mark_safe(css), _source(css)  # noqa: S308


@cache
def inline_script(path: Path) -> tuple[SafeString, str]:
    """Return a script without its line breaks and comment lines, and the source expression that allows it.

    Every statement in the file ends with a semicolon, and every comment has a line of its own.
    """
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    code = "".join(line for line in lines if not line.startswith("//"))
    return mark_safe(code), _source(code)  # noqa: S308


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def respondent_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    framed: bool = False,
    scripts: Sequence[Path] = (),
    style: str = STYLESHEET,
    policy: str = "",
) -> HttpResponse:
    """Render a page that extends `ui/respondent.html`.

    `context["text"]` is the `Wording` of the page. `framed` is for a look at it: our own pages may show it in a
    frame, and nothing on it can be sent. `scripts` are the files of the snippets that the page runs; they may send
    requests to us alone. `style` is another stylesheet of the folder, `policy` what else the page may do.
    """
    css, source = inline_style(style)
    snippets = [inline_script(path) for path in scripts]
    scripted = (
        f"script-src {' '.join(allowed for _code, allowed in snippets)}; connect-src 'self'; " if snippets else ""
    )
    page = {**context, "stylesheet": css, "scripts": [code for code, _allowed in snippets]}
    body = render_to_string(template, page).encode()
    response = HttpResponse(body, status=status, content_type="text/html; charset=utf-8")
    ancestors = "'self'; sandbox" if framed else "'none'"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {source}; {scripted}{policy}form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )
    if framed:
        response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Language"] = context["text"].language
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(body, _COMPRESSION, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return unseen(response)


def respondent_redirect(path: str) -> HttpResponse:
    """Send somebody on by 303 after their form was accepted, so that a reload sends nothing twice."""
    return unseen(HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": path}))


def unseen(response: HttpResponse) -> HttpResponse:
    """Keep an address with a token in it out of caches, referrers and search engines."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
