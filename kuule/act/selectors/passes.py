"""Links by which a member acts in a case without signing in: made for a mail, and read when somebody opens one.

A link is signed, so that nobody can make one, and names its letter and its act. A row is written when it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer

from kuule.act.models import Case, CasePass, Letter
from kuule.act.rules.passes import PASS_ACTS, is_pass_fresh
from kuule.act.selectors.visible import cases_seen_by
from kuule.lib.tokens import hash_token
from kuule.workspaces.models import Member
from kuule.workspaces.rules import is_allowed

_SALT = "kuule.act.passes"


@dataclass(frozen=True, slots=True)
class PassShown:
    """A link that works: for whom, in which case, for which act. `is_used` tells that it did its act before."""

    token: str
    letter: Letter
    case: Case
    member: Member
    act: str
    is_used: bool


def pass_links(letter: Letter) -> Mapping[str, str]:
    """Return the whole addresses by which the member of a letter about a case can act, by act."""
    signer = Signer(salt=_SALT)
    signed = {act: signer.sign(f"{letter.pk}.{act}") for act in PASS_ACTS}
    return {act: f"{settings.KUULE_BASE_URL}/pass/{token}/" for act, token in signed.items()}


def pass_of(token: str, *, now: datetime) -> PassShown | None:
    """Return what a link is good for, or None: it is false or too old, or its member may not act in the case now."""
    try:
        number, _dot, act = Signer(salt=_SALT).unsign(token).partition(".")
    except BadSignature:
        return None
    letters = Letter.objects.select_related("member__user", "member__workspace", "case")
    letter = letters.filter(pk=number, member__user__is_active=True, case__isnull=False).first()
    if letter is None or letter.member is None or letter.case is None:
        return None
    sent_at, member = letter.handed_over_at or letter.due_at, letter.member
    if not is_pass_fresh(sent_at, now=now) or not is_allowed(member.role, "work_cases"):
        return None
    seen = cases_seen_by(member).select_related("workspace", "contact", "account", "playbook", "team")
    case = seen.filter(pk=letter.case.pk).first()
    is_used = CasePass.objects.filter(token_hash=hash_token(token)).exists()
    return None if case is None else PassShown(token, letter, case, member, act, is_used)
