"""What the letters say about a customer who waits."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kuule.act.models import Case
from kuule.act.rules import OPEN

SHOWN = 600


def waits(case: Case) -> bool:
    """Tell whether nobody has reached out to the customer of an open case."""
    return case.state == OPEN and case.contacted_at is None


def due_moment(case: Case) -> str:
    """Return until when somebody reaches out, on the clock of the workspace."""
    return date_format(localtime(case.due_at), _("l j F, H:i"))


def words_of(case: Case) -> str:
    """Return what the customer said, shortened, "" where they only gave a score."""
    return case.response.verbatim.strip()[:SHOWN] if case.response else ""
