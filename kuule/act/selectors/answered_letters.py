"""Finding what an incoming mail answers. One mailbox serves all workspaces, so none is asked here."""

from collections.abc import Sequence

from django.db.models import QuerySet

from kuule.act.models import Case, Letter
from kuule.act.rules import OPEN
from kuule.act.rules.links import reply_token
from kuule.lib.tokens import hash_token

# Cases are merged into one another so many times at most before somebody has made a circle.
MOST_STEPS = 20


def letter_answered(*, recipients: Sequence[str], answers_to: Sequence[str]) -> Letter | None:
    """Return the letter that a mail answers: by the token in an address it was sent to, else by the mails it names.

    Only letters to customers are found. Nobody can guess a token or one of our Message-IDs.
    """
    hashes = [hash_token(token) for address in recipients if (token := reply_token(address))]
    found = _letters().filter(reply_hash__in=hashes).order_by("pk").first() if hashes else None
    return found or _letter_named(answers_to)


def case_looked_after(case: Case) -> Case:
    """Return the case in which a customer is looked after: a merged one is so in another."""
    for _step in range(MOST_STEPS):
        if case.merged_into is None:
            return case
        case = case.merged_into
    return case


def newest_open_case(letter: Letter) -> Case | None:
    """Return the open case of the person a letter went to that was opened last, None where there is none."""
    cases = Case.objects.filter(workspace=letter.workspace_id, contact=letter.contact_id, state=OPEN)
    return cases.order_by("-opened_at", "-pk").first()


def _letters() -> QuerySet[Letter]:
    return Letter.objects.filter(contact__isnull=False).select_related("workspace", "contact__account", "case")


def _letter_named(message_ids: Sequence[str]) -> Letter | None:
    # The nearest first: a thread names many.
    by_name = {each.message_id: each for each in _letters().filter(message_id__in=message_ids).order_by("pk")}
    # Some providers put a name of their own in the place of ours, at their own host.
    names = [bare for each in message_ids for bare in (each.strip("<>"), each.strip("<>").partition("@")[0])]
    by_provider = {each.provider_id: each for each in _letters().filter(provider_id__in=names).order_by("pk")}
    for each in message_ids:
        bare = each.strip("<>")
        found = by_name.get(each) or by_provider.get(bare) or by_provider.get(bare.partition("@")[0])
        if found:
            return found
    return None
