"""What leads to a person: given out whole with the scope `personal`, else masked or not at all."""

from ninja import Schema

from kuule.act.models import Case
from kuule.insight.services.comments.reader import MARKS
from kuule.insight.templatetags.comments import unmarked
from kuule.text.masking import masked, personal_spans
from kuule.workspaces.auth import KeyRequest, Reader
from kuule.workspaces.rules import PERSONAL


class CustomerOut(Schema):
    """Who the customer of a case is."""

    name: str
    email: str
    phone: str
    account: str


def customer_out(reader: Reader, case: Case) -> CustomerOut | None:
    """Return who the customer of a case is, None without the scope."""
    if not reader.may(PERSONAL):
        return None
    person, account = case.contact, case.account
    return CustomerOut(
        name=person.name if person else "",
        email=person.email if person else "",
        phone=person.phone if person else "",
        account=account.name if account else "",
    )


def words_out(request: KeyRequest, text: str, *, case: Case | None = None) -> str:
    """Return words of a case as they were written, or without what leads to a person as far as that is found."""
    if request.may(PERSONAL) or not text:
        return text
    names = [each.name for each in (case.contact, case.account) if each] if case else []
    language = case.response.language if case and case.response else ""
    return unmarked(masked(text, personal_spans(text, language=language, names=names), MARKS))
