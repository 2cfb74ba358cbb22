"""How large a part of each group answered, on the pages of waves and programmes."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from kuule.dispatch.models import Programme, Wave
from kuule.dispatch.selectors.programme_figures import MEMORY
from kuule.insight import charts
from kuule.insight.answers.response_rates import GroupRate, response_rates
from kuule.insight.query import CHANNEL, LANGUAGE, ROLE
from kuule.insight.selectors.response_rates import asked_by_programme, asked_in_wave
from kuule.insight.templatetags.insight import channel_word, contact_role_word
from kuule.surveys.models import Survey
from kuule.surveys.rules.participation import Alike
from kuule.ui.formats import language_word


def wave_rates(page: Mapping[str, Any]) -> str:
    """Return the card that the page of a wave shows: how large a part of each group answered."""
    wave: Wave = page["wave"]
    return _rates_card(page, wave.survey, asked_in_wave(wave))


def programme_rates(page: Mapping[str, Any]) -> str:
    """Return the same for the page of a programme, of the people whose response rate it shows."""
    programme: Programme = page["programme"]
    people = asked_by_programme(programme, since=timezone.now() - MEMORY)
    return _rates_card(page, programme.survey, people, days=MEMORY.days)


def _rates_card(page: Mapping[str, Any], survey: Survey, people: Sequence[Alike], *, days: int = 0) -> str:
    rates = response_rates(people, least=page["workspace"].min_n_anonymous if survey.is_anonymous else 0)
    if not rates.groups:
        return ""
    names = {ROLE: _("Role"), LANGUAGE: _("Language"), CHANNEL: _("Channel")}
    context = {
        "kinds": [
            ("", [_rate_row(_("Everybody"), rates.whole)]),
            *((names[kind], _rate_rows(kind, found)) for kind, found in rates.groups.items()),
        ],
        "rates": rates,
        "days": days,
        "workspace": page["workspace"],
    }
    return render_to_string("insight/_response_rates.html", context)


def _rate_rows(kind: str, found: Iterable[GroupRate]) -> list[dict[str, Any]]:
    return [_rate_row(_segment_word(kind, each.segment), each) for each in found]


def _segment_word(kind: str, segment: Hashable) -> str:
    if kind == ROLE:
        return contact_role_word(str(segment))
    if kind == LANGUAGE:
        return language_word(str(segment))
    return channel_word(str(segment)) if segment else _("By no message")


def _rate_row(name: str, group: GroupRate) -> dict[str, Any]:
    rate = group.rate
    bar = charts.draw(charts.ShareBar(value=rate.value, lower=rate.lower, upper=rate.upper)) if rate else ""
    return {"name": name, "group": group, "rate": rate, "bar": bar}
