"""Who does not want to be asked, and whose mail came back."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import QuerySet

from kuule.connect.models import Project
from kuule.connect.selectors.stops import bounces_of, told_stops, unsubscribes_of
from kuule.connect.services.stops import stop_mail
from kuule.connect.views.delighted.entry import Call, Reply
from kuule.connect.views.delighted.pages import numbered, time_bounds
from kuule.connect.views.delighted.people import DONE, email_in
from kuule.contacts.models import Suppression


def _stop(call: Call) -> Reply:
    reader = call.reader
    email = email_in(reader, "person_email")
    reader.required("person_email", email)
    reader.check()
    stop_mail(project=call.project, email=email, actor=call.actor, now=call.now)
    return Reply(DONE)


def _listing(stops_of: Callable[[Project], QuerySet[Suppression]], named: str) -> Callable[[Call], Reply]:
    def listed(call: Call) -> Reply:
        reader = call.reader
        since, until = time_bounds(reader)
        stops = stops_of(call.project)
        if since is not None:
            stops = stops.filter(created_at__gte=since)
        if until is not None:
            stops = stops.filter(created_at__lt=until + timedelta(seconds=1))
        return Reply(told_stops(numbered(reader, stops), named=named))

    return listed


UNSUBSCRIBES = {"GET": _listing(unsubscribes_of, "unsubscribed_at"), "POST": _stop}
BOUNCES = {"GET": _listing(bounces_of, "bounced_at")}
