"""Codes to point a phone at: as a picture, and on a sheet to print."""

import io

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from kuule.responses.rules.place_words import PLACE_WORDS
from kuule.responses.selectors import version_in_use
from kuule.responses.views.finding import collector_or_404
from kuule.surveys.rules import best_language, shown_questions
from kuule.surveys.selectors import wording_of
from kuule.ui.respondent import inline_style
from kuule.workspaces.auth import MemberRequest, member_page

# A quarter of the code may be dirty or torn, and a phone still reads it.
ERROR_LEVEL = "q"
PICTURE_SCALE = 24
STYLE = "sheet.css"


def code_of(address: str) -> SafeString:
    """Return the code of an address as SVG to put into a page. Its colours stay as they are in the dark."""
    drawn = segno.make(address, error=ERROR_LEVEL, micro=False)
    svg = drawn.svg_inline(light="#fff", dark="#1b2426", border=4, omitsize=True, svgclass="code-picture")
    return mark_safe(svg)  # noqa: S308 - drawn from an address that we made


@member_page("see_surveys")
@require_safe
def collector_picture(request: MemberRequest, collector_id: int, form: str) -> HttpResponse:
    """Return the code as a picture to put into a leaflet: `svg` or `png`."""
    kinds = {"svg": "image/svg+xml", "png": "image/png"}
    if form not in kinds:
        raise Http404
    collector, drawn = collector_or_404(request, collector_id), io.BytesIO()
    code = segno.make(settings.KUULE_BASE_URL + collector.path, error=ERROR_LEVEL, micro=False)
    code.save(drawn, kind=form, scale=PICTURE_SCALE, border=4)
    response = HttpResponse(drawn.getvalue(), content_type=kinds[form])
    response["Content-Disposition"] = f'attachment; filename="code-{collector.token}.{form}"'
    return response


@member_page("see_surveys")
@require_safe
def collector_sheet(request: MemberRequest, collector_id: int) -> HttpResponse:
    """Show the sheet to print: who asks, what, the code, and the address for those without a camera."""
    collector = collector_or_404(request, collector_id)
    version = version_in_use(collector)
    if version is None:
        raise Http404
    wanted = request.GET.get("language", "")
    usual = best_language("", version.languages, request.workspace.language)
    language = wanted if wanted in version.languages else usual
    text = wording_of(version, language=language, company=request.workspace.name)
    address = settings.KUULE_BASE_URL + collector.path
    context = {
        "collector": collector,
        "text": text,
        "question": shown_questions(version.questions, text, values={})[0].title,
        "code": code_of(address),
        "short_address": address.partition("://")[2],
        "words": {part: text.read(texts) for part, texts in PLACE_WORDS.items()},
        "languages": version.languages,
        "stylesheet": inline_style(STYLE)[0],
    }
    return render(request, "responses/collector_sheet.html", context)
