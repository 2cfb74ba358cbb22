"""Asks a member what they say of their own team, without a name."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kuule.act.models import Letter, PulseTurn
from kuule.act.rules.letters import PULSE
from kuule.act.rules.pulse import least_answers
from kuule.act.selectors.pulse_links import pulse_link
from kuule.act.wordings.base import Button, PlainWording, Said
from kuule.act.wordings.persons import greeting_to_member
from kuule.ui.formats import count


class PulseWording(PlainWording):
    """A mail to one member, with the link of their turn, named by `params["turn"]`."""

    purpose = PULSE

    def stands(self, letter: Letter) -> bool:
        """Tell whether they can still answer and have not."""
        turn = _turn_of(letter)
        return turn is not None and not turn.has_answered and now() < turn.pulse.closes_at

    def said(self, letter: Letter) -> Said:
        """Return what is asked, until when, and what is promised."""
        turn = _turn_of(letter)
        if turn is None:
            raise ValueError(f"The turn of letter {letter.pk} is gone.")
        pulse = turn.pulse
        least = least_answers(pulse.workspace.min_n_anonymous)
        asked = ngettext(
            "One question about your own team, %(team)s. Please answer by %(day)s.",
            "%(n)s questions about your own team, %(team)s. Please answer by %(day)s.",
            len(pulse.questions),
        ) % {
            "n": count(len(pulse.questions)),
            "team": pulse.team,
            "day": date_format(localtime(pulse.closes_at, ZoneInfo(pulse.workspace.timezone)), _("l j F")),
        }
        promise = _(
            "Nobody learns who said what. Your team sees the results first, from %(least)s answers on, and talks about "
            "them before anybody else sees them."
        ) % {"least": count(least)}
        return Said(
            subject=_("How is it in your team, %(team)s?") % {"team": pulse.team},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body=f"{asked}\n\n{promise}",
            buttons=(Button(_("Answer"), pulse_link(turn)),),
            foot=_("You get this mail because you are in this team. The link is yours: please do not pass it on."),
        )


def _turn_of(letter: Letter) -> PulseTurn | None:
    found = PulseTurn.objects.filter(workspace=letter.workspace_id, pk=letter.params.get("turn"))
    return found.select_related("pulse__team", "pulse__workspace").first()
