"""What other mail servers told about the mails of the newest wave: some came back, one was called unwanted."""

from datetime import datetime, timedelta

from kuule.demo.selectors import unanswered_mails
from kuule.demo.services.company import Company
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import COMPLAINT, HARD_BOUNCE, SOFT_BOUNCE, Report
from kuule.dispatch.selectors import reference_of
from kuule.dispatch.services import note_report

NO_SUCH_ADDRESS = "550 5.1.1 The mail address does not exist"
CAME_BACK = (
    (HARD_BOUNCE, NO_SUCH_ADDRESS, timedelta(seconds=40)),
    (SOFT_BOUNCE, "452 4.2.2 The mailbox is full", timedelta(minutes=3)),
    (HARD_BOUNCE, "550 5.1.10 Recipient not found: left the company", timedelta(minutes=8)),
    (COMPLAINT, "", timedelta(hours=2)),
)


def tell_what_came_back(company: Company) -> None:
    """Report on a few mails of the newest wave, as a provider or a returned mail would."""
    mails = unanswered_mails(company.workspace, count=len(CAME_BACK))
    for delivery, (kind, words, after) in zip(mails, CAME_BACK, strict=False):
        if delivery.handed_over_at:
            report_on(delivery, kind, words, delivery.handed_over_at + after)


def report_on(delivery: Delivery, kind: str, words: str, at: datetime) -> None:
    """Tell Kuule what became of a mail, in the words of another mail server."""
    told = Report(kind, f"{kind} {delivery.pk}", at, detail=words, reference=reference_of(delivery))
    note_report(report=told, now=at)
