"""The addresses of people are alive."""

from django.db.models import Exists, OuterRef, Q

from kuule.act.checks.base import CONTACT, ROWS_SHOWN, Check, Finding, Row, Span, share_found
from kuule.act.rules.health import MEASURING, Line
from kuule.act.selectors.health import customers
from kuule.contacts.models import Suppression
from kuule.contacts.rules import BOUNCED


def _look(span: Span) -> Finding:
    returned = Suppression.objects.filter(
        workspace=span.workspace, contact=OuterRef("pk"), reason=BOUNCED, lifted_at=None
    )
    people = customers(span.workspace, known_before=span.until).annotate(is_dead=Exists(returned))
    without = people.filter(email="", phone="")
    dead = people.filter(Q(is_dead=True) | Q(email="", phone=""))
    n, gone = people.count(), dead.count()
    rows = [Row(CONTACT, pk) for pk in dead.order_by("-pk").values_list("pk", flat=True)[:ROWS_SHOWN]]
    return share_found(n - gone, n, missing="no_people", rows=rows, without_address=without.count())


ADDRESSES = Check(
    key="addresses", half=MEASURING, line=Line(0.97, 0.9), look=_look, page="contact_list", is_of_now=True
)
