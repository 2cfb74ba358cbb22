"""Reminds a member of everything they promised and did not keep in time, to their team and to customers."""

from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kuule.act.models import AgreedAction, HuddleItem, Letter
from kuule.act.rules.letters import PROMISE_DUE
from kuule.act.selectors.promises import ACTIONS, ITEMS
from kuule.act.wordings.base import Button, PlainWording, Said, page_url
from kuule.act.wordings.persons import customer_of, greeting_to_member
from kuule.ui.formats import count


class PromiseDueWording(PlainWording):
    """A mail about the promises in `params["items"]` (of huddles) and `params["actions"]` (of cases)."""

    purpose = PROMISE_DUE

    def stands(self, letter: Letter) -> bool:
        """Tell whether any of them is neither kept nor dropped."""
        return any(_waiting(letter))

    def said(self, letter: Letter) -> Said:
        """Return what waits still, the oldest first."""
        waiting = sorted(_waiting(letter), key=itemgetter(0))
        if not waiting:
            raise ValueError(f"The promises that letter {letter.pk} reminds of are settled.")
        lines = (
            "– "
            + _("%(what)s (%(whom)s, by %(day)s)") % {"what": text, "whom": whom, "day": date_format(day, _("j F"))}
            for day, text, whom in waiting
        )
        subject = ngettext("%(n)s promise waits for you", "%(n)s promises wait for you", len(waiting))
        return Said(
            subject=subject % {"n": count(len(waiting))},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body="\n".join([_("The day of these has passed. Keep them, or say why they are dropped:"), *lines]),
            buttons=(Button(_("Open what waits for you"), page_url(letter, "today/")),),
            foot=_("You get this mail because you took this on."),
        )


def _waiting(letter: Letter) -> Iterator[tuple[date, str, str]]:
    """Yield what still waits: its day, its words, and whom it was promised to."""
    of = {"workspace": letter.workspace_id, "owner": letter.member_id, "done_at": None, "dropped_at": None}
    items = HuddleItem.objects.filter(**of, pk__in=letter.params[ITEMS], due_on__isnull=False)
    for item in items.select_related("huddle__plan__team", "huddle__plan__touchpoint"):
        assert item.due_on is not None  # noqa: S101 - tells the type
        yield item.due_on, item.text, str(item.huddle.plan)
    actions = AgreedAction.objects.filter(**of, pk__in=letter.params[ACTIONS])
    for action in actions.select_related("case__account", "case__contact"):
        yield action.due_on, action.text, customer_of(action.case)
