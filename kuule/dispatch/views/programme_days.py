"""One of the days ahead of a programme, person by person."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuule.dispatch.rules.programmes import ENDED, PAUSED
from kuule.dispatch.selectors.day_people import ASKED, NOT_ASKED, people_of_day
from kuule.dispatch.views.programmes import OUTLOOK_DAYS, found_programme
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_people")
@require_safe
def programme_day(request: MemberRequest, programme_id: int, day: str) -> HttpResponse:
    """List who has a turn on a day: when they would be asked on their own clock, or the rule that holds them."""
    programme, page = found_programme(request, programme_id), page_number(request)
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    people = None
    if programme.state not in (ENDED, PAUSED):
        show, now = request.GET.get("show", ""), timezone.now()
        people = people_of_day(programme, day=wanted, days=OUTLOOK_DAYS, now=now, show=show, page=page)
    show = people.show if people else ""
    context = {
        "programme": programme,
        "day": wanted,
        "people": people,
        "show": show,
        "outlook_days": OUTLOOK_DAYS,
        "choices": ((("", _("Everybody")), (ASKED, _("Will be asked")), (NOT_ASKED, _("Will not be asked")))),
        "previous_url": f"?show={show}&page={page - 1}" if page > 1 else "",
        "next_url": f"?show={show}&page={page + 1}" if people and people.has_more else "",
    }
    return render(request, "dispatch/programme_day.html", context)
