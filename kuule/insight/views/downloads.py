"""Taking the figures of a page away, as a picture or as a table."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuule.insight.charts.picture import draw_picture
from kuule.insight.charts.png import png_of
from kuule.insight.exporters.tables import table_file
from kuule.insight.services.downloads import note_download
from kuule.insight.views.asking import Asked, asking_context, read_query
from kuule.insight.views.drivers import taken_drivers
from kuule.insight.views.taken import Taken, taken_score, taken_scores, taken_trend
from kuule.insight.views.taken_tables import taken_segments, taken_sides, taken_themes
from kuule.workspaces.auth import MemberRequest, member_page

FIGURES: Mapping[str, tuple[str, Callable[[MemberRequest, Asked], Taken | None]]] = {
    "score": ("overview", taken_score),
    "trend": ("overview", taken_trend),
    "scores": ("overview", taken_scores),
    "segments": ("segment_list", taken_segments),
    "sides": ("comparison", taken_sides),
    "drivers": ("drivers", taken_drivers),
    "themes": ("theme_list", taken_themes),
}
TYPES: Mapping[str, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@member_page("see_results")
@require_POST
def download(request: MemberRequest, figure: str) -> HttpResponse:
    """Hand out what the address asks for, in the format that the form names."""
    form = request.POST.get("format", "")
    if figure not in FIGURES or form not in TYPES:
        raise Http404
    page, take = FIGURES[figure]
    asked = read_query(request, page)
    taken = None if asked.problems or asking_context(request, asked)["hidden"] else take(request, asked)
    if taken is None:
        # The page itself says best why there is nothing to show.
        messages.error(request, _("There is nothing to download here."))
        return redirect(f"{reverse(page, args=[request.workspace.slug])}?{request.GET.urlencode()}")
    made = _made(taken, form)
    note_download(workspace=request.workspace, actor=request.actor, now=timezone.now())
    name = f"{figure}-{request.workspace.slug}-{timezone.localdate().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=TYPES[form], headers=headers)


def _made(taken: Taken, form: str) -> bytes:
    if form in ("csv", "xlsx"):
        return table_file(taken.table, form)
    drawn = draw_picture(taken.picture)
    return png_of(drawn) if form == "png" else drawn.encode()
