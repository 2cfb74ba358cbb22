"""Tells the members of a team that customers wait there for whoever is free: one mail, however many there are."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kuule.act.models import Case, Letter
from kuule.act.rules.letters import TEAM_CASE
from kuule.act.selectors.unowned import cases_without_owner
from kuule.act.wordings.base import Button, PlainWording, Said, page_url
from kuule.act.wordings.case_acts import case_buttons, foot_with_links
from kuule.act.wordings.due import due_moment, words_of
from kuule.act.wordings.persons import customer_of, greeting_to_member
from kuule.ui.formats import count

MOST_NAMED = 10


class TeamCaseWording(PlainWording):
    """A mail about everybody who waits in a team without an owner when it is written, not only about the first."""

    purpose = TEAM_CASE

    def stands(self, letter: Letter) -> bool:
        """Tell whether somebody waits there still."""
        return cases_without_owner(letter.workspace, team_id=letter.params["team"]).exists()

    def said(self, letter: Letter) -> Said:
        """Return who waits in the team and until when."""
        found = cases_without_owner(letter.workspace, team_id=letter.params["team"])
        waiting = list(found.select_related("contact", "account", "response", "team")[:MOST_NAMED])
        n = len(waiting) if len(waiting) < MOST_NAMED else found.order_by().count()
        team = {"team": str(waiting[0].team), "n": count(n)}
        why = _("You get this mail because you are in the team %(team)s.") % team
        is_one = n == 1 and waiting[0].pk == letter.case_id
        lines = [self._line(case) for case in waiting]
        if n > len(waiting):
            lines.append(_("… and %(n)s more") % {"n": count(n - len(waiting))})
        first = ngettext(
            "%(n)s customer waits in your team %(team)s, and nobody looks after them yet.",
            "%(n)s customers wait in your team %(team)s, and nobody looks after them yet.",
            n,
        )
        return Said(
            subject=ngettext(
                "%(n)s customer waits for somebody of %(team)s", "%(n)s customers wait for somebody of %(team)s", n
            )
            % team,
            greeting=greeting_to_member(letter, get_language() or "en"),
            body="\n".join([first % team, "", *lines]),
            quote=words_of(waiting[0]) if is_one else "",
            buttons=case_buttons(letter)
            if is_one
            else (Button(_("Open the inbox of the team"), page_url(letter, "cases/?inbox=team")),),
            foot=foot_with_links(why) if is_one else why,
        )

    def _line(self, case: Case) -> str:
        return _("%(customer)s: please call by %(moment)s") % {
            "customer": customer_of(case),
            "moment": due_moment(case),
        }
