"""The agenda of a huddle, in the morning of the working day before.

It says how much there is to talk about. What customers wrote stays on the page, where an erasure finds it.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kuule.act.answers.agenda import Agenda, agenda_of
from kuule.act.models import Huddle, Letter
from kuule.act.rules.huddles import PLANNED, fresh_since
from kuule.act.rules.letters import AGENDA
from kuule.act.selectors.huddles import last_until
from kuule.act.wordings.base import Button, PlainWording, Said, page_url
from kuule.act.wordings.persons import greeting_to_member
from kuule.insight.models import Theme
from kuule.ui.formats import count, signed


class AgendaWording(PlainWording):
    """A mail about one huddle, named by `params["huddle"]`."""

    purpose = AGENDA

    def stands(self, letter: Letter) -> bool:
        """Tell whether the huddle is still ahead."""
        huddle = _huddle_of(letter)
        return huddle is not None and huddle.state == PLANNED

    def said(self, letter: Letter) -> Said:
        """Return what there is to talk about."""
        huddle = _huddle_of(letter)
        if huddle is None:
            raise ValueError(f"The huddle of letter {letter.pk} is gone.")
        moment = now()
        since = fresh_since(last=last_until(huddle.plan), now=moment)
        agenda = agenda_of(huddle.plan, since=since, now=moment)
        when = _when(huddle)
        return Said(
            subject=_("Huddle of %(who)s, %(when)s") % {"who": huddle.plan, "when": when},
            greeting=greeting_to_member(letter, get_language() or "en"),
            body="\n".join([_("You meet %(when)s. On the agenda:") % {"when": when}, *_lines(agenda)]),
            buttons=(Button(_("Open the agenda"), page_url(letter, f"huddles/{huddle.pk}/")),),
            foot=_("You get this mail because you are in this huddle."),
        )


def _huddle_of(letter: Letter) -> Huddle | None:
    found = Huddle.objects.filter(workspace=letter.workspace_id, pk=letter.params.get("huddle"))
    return found.select_related("plan__workspace", "plan__team", "plan__touchpoint__survey").first()


def _when(huddle: Huddle) -> str:
    return date_format(localtime(huddle.planned_at, ZoneInfo(huddle.plan.workspace.timezone)), _("l j F, H:i"))


def _lines(agenda: Agenda) -> Iterator[str]:
    yield "– " + ngettext(
        "%(n)s new answer, %(comments)s with a comment",
        "%(n)s new answers, %(comments)s with a comment",
        agenda.answers,
    ) % {"n": count(agenda.answers), "comments": count(agenda.comments)}
    if names := _theme_names(agenda):
        yield "– " + _("What customers spoke of: %(themes)s") % {"themes": ", ".join(names)}
    if agenda.praise:
        words = ngettext("%(n)s praise to celebrate", "%(n)s praises to celebrate", len(agenda.praise))
        yield "– " + words % {"n": count(len(agenda.praise))}
    standing = agenda.standing
    if standing is not None and standing.value is not None and not standing.is_few:
        interval = {"lower": signed(standing.lower), "upper": signed(standing.upper)}
        yield "– " + _("Score of 90 days: %(value)s (%(lower)s to %(upper)s)") % {
            "value": signed(standing.value),
            **interval,
        }
    if agenda.open_cases:
        yield "– " + _("Cases: %(open)s open, %(late)s late, %(unclear)s without an owner") % {
            "open": count(agenda.open_cases),
            "late": count(agenda.late_cases),
            "unclear": count(agenda.unclear_cases),
        }
    if agenda.promises:
        words = ngettext("%(n)s promise to look at", "%(n)s promises to look at", len(agenda.promises))
        yield "– " + words % {"n": count(len(agenda.promises))}


def _theme_names(agenda: Agenda) -> list[str]:
    themes = Theme.objects.in_bulk([each.theme for each in agenda.heard if each.theme is not None])
    heard = ((themes.get(each.theme or 0), each.n) for each in agenda.heard)
    return [f"{theme.name_in(get_language() or '')} ({count(n)})" for theme, n in heard if theme is not None]
