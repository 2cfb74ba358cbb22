"""What a message of an alert says of each thing, as far as its reader may see it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from kuule.act.models import Case, Initiative
from kuule.act.selectors.visible import cases_seen_by
from kuule.connect.models import AlertDigest, AlertNews
from kuule.connect.rules.alerts import Line
from kuule.contacts.models import Account, Contact
from kuule.insight.models import ThemeLabel
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import is_allowed


class Reading:
    """Who reads a message: a member, who sees what their role and teams let them see, or a chat."""

    def __init__(self, digest: AlertDigest, member: Member | None) -> None:
        self.workspace: Workspace = digest.alert.workspace
        self.member, self._shows_personal = member, digest.alert.shows_personal

    def may(self, permission: str) -> bool:
        """Tell whether something may be told at all."""
        return self.member is None or is_allowed(self.member.role, permission)

    def may_know(self, permission: str) -> bool:
        """Tell whether what is told of a person may be told."""
        return self._shows_personal if self.member is None else is_allowed(self.member.role, permission)

    def who(self, contact: Contact | None, account: Account | None) -> str:
        """Return the names of a person and their account, "" where the reader may not know them."""
        names = (contact.name if contact else "", account.name if account else "")
        return ", ".join(name for name in names if name) if self.may_know("see_people") else ""

    def link(self, page: str, row: int) -> str:
        """Return the whole address of a page."""
        return settings.KUULE_BASE_URL + reverse(page, args=[self.workspace.slug, row])


def lines_of(digest: AlertDigest, member: Member | None) -> list[Line]:
    """Return what a message tells a member, or without one the chat: one line for each thing and event.

    What is gone meanwhile, does not count any more, or may not be seen by the reader is left out.
    """
    reading, kinds = Reading(digest, member), dict[str, dict[tuple[str, int], AlertNews]]()
    for news in AlertNews.objects.filter(digest=digest).select_related("contact__account").order_by("at", "pk"):
        kinds.setdefault(news.event.partition(".")[0], {})[news.event, news.row_id] = news
    return [line for kind, found in kinds.items() for line in _KINDS[kind](reading, list(found.values()))]


def answers_about(news: Iterable[AlertNews], *, theme_id: int) -> set[int]:
    """Return the ids of the answers among those of some news that speak of a theme."""
    answers = [each.response_id for each in news if each.response_id]
    labels = ThemeLabel.objects.counted().of(answers).filter(theme=theme_id)
    return set(labels.values_list("response_id", flat=True))


def _answers(reading: Reading, news: Sequence[AlertNews]) -> list[Line]:
    if not reading.may("see_comments"):
        return []
    found = Response.objects.filter(verdict=PERSON, survey__is_anonymous=False).select_related("contact", "account")
    knows_words = reading.may_know("see_comments")
    return [
        Line(
            each.event,
            each.at,
            reading.link("response_page", row.pk),
            row.score,
            reading.who(row.contact, row.account),
            row.verbatim if knows_words else "",
        )
        for each, row in _with_rows(reading, news, found)
    ]


def _cases(reading: Reading, news: Sequence[AlertNews]) -> list[Line]:
    seen = cases_seen_by(reading.member) if reading.member else Case.objects.all()
    return [
        Line(
            each.event,
            each.at,
            reading.link("case_page", row.pk),
            row.score,
            reading.who(row.contact, row.account),
        )
        for each, row in _with_rows(reading, news, seen.select_related("contact", "account"))
    ]


def _initiatives(reading: Reading, news: Sequence[AlertNews]) -> list[Line]:
    if not reading.may("see_improvements"):
        return []
    return [
        Line(each.event, each.at, reading.link("initiative_page", row.pk), who=row.title)
        for each, row in _with_rows(reading, news, Initiative.objects.all())
    ]


def _people(reading: Reading, news: Sequence[AlertNews]) -> list[Line]:
    if not reading.may("see_people"):
        return []
    return [
        Line(
            each.event,
            each.at,
            reading.link("contact_page", each.contact.pk),
            who=reading.who(each.contact, each.contact.account),
        )
        for each in news
        if each.contact is not None
    ]


def _with_rows(reading: Reading, news: Sequence[AlertNews], found: Any) -> list[tuple[AlertNews, Any]]:
    rows = {row.pk: row for row in found.filter(workspace=reading.workspace, pk__among=[each.row_id for each in news])}
    return [(each, rows[each.row_id]) for each in news if each.row_id in rows]


_KINDS: Mapping[str, Callable[[Reading, Sequence[AlertNews]], list[Line]]] = {
    "response": _answers,
    "case": _cases,
    "initiative": _initiatives,
    "contact": _people,
    "invitation": _people,
}
