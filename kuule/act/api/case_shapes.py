"""How a case becomes what the API gives."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kuule.act.api.case_schemas import CaseEventOut, CaseOut, CaseWhole, LetterHead, PromiseOut
from kuule.act.api.people import member_out
from kuule.act.api.personal import customer_out, words_out
from kuule.act.models import AgreedAction, Case
from kuule.act.rules.cases import next_best_act
from kuule.act.selectors import desk
from kuule.act.selectors.correspondence import Entry, correspondence_in
from kuule.act.selectors.merged import cases_within
from kuule.act.selectors.promises import promises_of, standing_of
from kuule.workspaces.auth import KeyRequest, Reader

_PLAIN = ("id", "uid", "state", "reason", "outcome", "score", "urgency", "opened_at", "due_at", "contacted_at")
_MORE = ("snoozed_until", "reply_waits_since", "closed_at")
_LINKS = ("response", "contact", "account", "team", "playbook", "root_cause", "merged_into")


def case_out(reader: Reader, case: Case) -> CaseOut:
    """Return a case as a line of a list."""
    return CaseOut(**_fields(reader, case))


def case_whole(request: KeyRequest, case: Case) -> CaseWhole:
    """Return a case with everything that was said and done in it and in those that were merged into it."""
    within = cases_within(case)
    promises = promises_of(within)
    now = timezone.now()
    return CaseWhole(
        **_fields(request, case),
        comment=words_out(request, case.response.verbatim if case.response else "", case=case),
        next=next_best_act(standing_of(case, promises, now=now, today=timezone.localdate(now))),
        seen=desk.newest_event(within),
        merged=within[1:],
        events=[_event(request, case, each) for each in desk.history_of(case, within=within)],
        promises=[_promise(request, case, each) for each in promises],
        letters=[_letter(request, case, each) for each in correspondence_in(case).entries],
    )


def _fields(reader: Reader, case: Case) -> dict[str, Any]:
    return {
        **{name: getattr(case, name) for name in (*_PLAIN, *_MORE)},
        **{name: getattr(case, f"{name}_id") for name in _LINKS},
        "owner": member_out(reader, case.owner),
        "customer": customer_out(reader, case),
        "value": str(case.value) if case.value is not None and reader.may("money:read") else None,
        "page": settings.KUULE_BASE_URL + reverse("case_page", args=[reader.workspace.slug, case.pk]),
    }


def _event(request: KeyRequest, case: Case, entry: desk.HistoryEntry) -> CaseEventOut:
    event = entry.event
    return CaseEventOut(
        id=event.pk,
        kind=event.kind,
        at=event.at,
        by=member_out(request, event.by),
        is_contact=event.is_contact,
        words=words_out(request, event.words, case=case),
        facts=event.params,
    )


def _promise(request: KeyRequest, case: Case, action: AgreedAction) -> PromiseOut:
    return PromiseOut(
        **{name: getattr(action, name) for name in ("id", "due_on", "agreed_at", "done_at", "dropped_at")},
        text=words_out(request, action.text, case=case),
        reason=words_out(request, action.reason, case=case),
        owner=member_out(request, action.owner),
    )


def _letter(request: KeyRequest, case: Case, entry: Entry) -> LetterHead:
    sent, came = entry.letter, entry.incoming
    subject = sent.subject if sent else came.subject if came else ""
    return LetterHead(
        id=(sent or came).pk,  # type: ignore[union-attr]  # an entry is one of the two
        way="out" if sent else "in",
        at=entry.at,
        subject=words_out(request, subject, case=case),
        by=member_out(request, sent.written_by) if sent else None,
        state=sent.state if sent else "",
    )
