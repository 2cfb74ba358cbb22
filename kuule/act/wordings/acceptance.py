"""Asks a member to accept by name what was put into their hands: a goal, or a part in the programme."""

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.act.models import CharterPart, Goal, Letter
from kuule.act.rules.letters import ACCEPTANCE
from kuule.act.selectors.setup import charter_of
from kuule.act.templatetags.goals import goal_figure, metric_word
from kuule.act.templatetags.setup import part_word
from kuule.act.wordings.base import Button, PlainWording, Said, page_url
from kuule.act.wordings.persons import greeting_to_member


class AcceptanceWording(PlainWording):
    """A mail about the goal in `params["goal"]` or the part in `params["part"]`."""

    purpose = ACCEPTANCE

    def stands(self, letter: Letter) -> bool:
        """Tell whether it still waits for this member."""
        return _goal_of(letter) is not None or _part_of(letter) is not None

    def said(self, letter: Letter) -> Said:
        """Return what is to be accepted, and where."""
        goal = _goal_of(letter)
        if goal is not None:
            body = _("%(metric)s shall be at %(target)s by %(day)s, from %(now)s. Is it yours?") % {
                "metric": metric_word(goal.metric),
                "target": goal_figure(goal.target, goal.metric),
                "now": goal_figure(goal.baseline, goal.metric),
                "day": date_format(goal.due_on, _("j F Y")),
            }
            url = page_url(letter, f"improve/goals/{goal.pk}/")
            return self._said(letter, _("A goal with your name: %(name)s") % {"name": goal.name}, body, url)
        part, charter = _part_of(letter), charter_of(letter.workspace)
        if part is None or charter is None:
            raise ValueError(f"Letter {letter.pk} asks for nothing any more.")
        subject = _("Do you stand behind the programme of %(company)s?") % {"company": letter.workspace.name}
        body = _("You were named for this part: %(part)s. This is what the programme is for:") % {
            "part": part_word(part.part)
        }
        return self._said(letter, subject, body, page_url(letter, "setup/names/"), quote=charter.aim)

    def _said(self, letter: Letter, subject: str, body: str, url: str, quote: str = "") -> Said:
        return Said(
            subject=subject,
            greeting=greeting_to_member(letter, get_language() or "en"),
            body=body,
            quote=quote,
            buttons=(Button(_("Look at it and accept"), url),),
            foot=_("You get this mail because somebody named you. Nobody can accept in your place."),
        )


def _goal_of(letter: Letter) -> Goal | None:
    waiting = Goal.objects.filter(workspace=letter.workspace_id, owner=letter.member_id, accepted_at=None)
    return waiting.filter(pk=letter.params.get("goal"), given_up_at=None).first()


def _part_of(letter: Letter) -> CharterPart | None:
    waiting = CharterPart.objects.filter(workspace=letter.workspace_id, member=letter.member_id, accepted_at=None)
    return waiting.filter(pk=letter.params.get("part")).first()
