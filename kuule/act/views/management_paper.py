"""The agenda on paper: PDF/UA-1, tagged for screen readers, the same on every machine."""

import json
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kuule.act.answers.management import Agenda, AgendaLine
from kuule.act.models import InitiativeReview
from kuule.act.templatetags.initiatives import effect_word, state_word
from kuule.analysis.report.glyphs import Fonts, drawable, fonts_for
from kuule.economics.templatetags.value import money_range
from kuule.ui.assets import original_font
from kuule.ui.clean import visible_text
from kuule.ui.formats import NOTHING
from kuule.ui.money import money, rough_money

TEMPLATE = Path(__file__).with_name("management.typ")


def agenda_paper(agenda: Agenda, *, company: str) -> bytes:
    """Return the paper in the language being spoken. Letters that no font of this computer has become a □."""
    import typst

    contents = _contents(agenda, company=company)
    fonts = fonts_for(contents)
    compiler = typst.Compiler(
        TEMPLATE,
        font_paths=[original_font().parent],
        ignore_system_fonts=not fonts.of_system,
        sys_inputs={"sheet": _handed_over(contents, fonts)},
    )
    return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"]))  # type: ignore[arg-type]  # a PDF is one piece


def worth_words(agenda: Agenda) -> str:
    """Return what the shown effects are worth together, with its range."""
    if agenda.worth is None:
        return _("Nobody can say yet what a detractor less is worth.")
    words = rough_money(agenda.worth.value, agenda.currency)
    return f"{words} ({money_range(agenda.worth, agenda.currency)})" if agenda.shown else words


def _contents(agenda: Agenda, *, company: str) -> dict[str, Any]:
    sums, currency = agenda.sums, agenda.currency
    return {
        "language": get_language() or "en",
        "title": _("Agenda: what we do about what customers say"),
        "company": visible_text(company),
        "day": _("As known on %(day)s") % {"day": date_format(agenda.day, _("j M Y"))},
        "note": _("What does not show counts as nothing. Hopes are listed apart and are in no sum."),
        "made_by": "Kuule",
        "sums": [
            {"name": name, "amount": amount}
            for name, amount in (
                (_("Asked for"), money(sums.asked, currency)),
                (_("Granted"), money(sums.granted, currency)),
                (_("Refused or cut"), money(sums.refused, currency)),
                (_("Waiting for a decision"), money(sums.waiting, currency)),
                (_("Spent"), money(sums.spent, currency)),
                (_("Worth of what shows"), worth_words(agenda)),
                (_("Hoped for and not shown"), money(agenda.hoped_for, currency)),
            )
        ],
        "decisions": {
            "title": _("To decide on"),
            "heads": [_("Initiative"), pgettext("initiative", "Owner"), _("Asked for")],
            "rows": [
                [each.initiative.title, _owner(each), money(each.initiative.asked, currency)]
                for each in agenda.to_decide
            ],
            "nothing": _("Nobody waits for a decision on money."),
        },
        "reviews": {
            "title": _("To continue, redirect or stop"),
            "heads": [_("Initiative"), pgettext("initiative", "Owner"), _("Due")],
            "rows": [_review(each, agenda) for each in agenda.reviews],
            "nothing": _("No review is due in the next two weeks."),
        },
        "lines": {
            "title": _("All initiatives"),
            "heads": [_("Initiative"), _("State"), _("Asked for"), _("Granted"), _("Spent"), _("Effect"), _("Worth")],
            "rows": [_line(each, currency) for each in agenda.lines],
            "nothing": _("There is no initiative yet."),
        },
    }


def _line(line: AgendaLine, currency: str) -> list[str]:
    one = line.initiative
    state = state_word(one.state) + (f": {one.reason}" if line.money.denied and one.reason else "")
    granted = money(line.money.given, currency) if line.money.was_decided else NOTHING
    effect = effect_word(line.cause.verdict) if line.cause else NOTHING
    worth = rough_money(line.cause.worth.value, currency) if line.cause and line.cause.worth else money(0, currency)
    amounts = [money(one.asked, currency), granted, money(one.spent, currency)]
    return [one.title, state, *amounts, effect, worth if line.cause else NOTHING]


def _review(review: InitiativeReview, agenda: Agenda) -> list[str]:
    day = date_format(review.due_on, _("j M Y"))
    owner = review.initiative.owner
    late = _("%(day)s, late") % {"day": day} if review.due_on < agenda.day else day
    return [review.initiative.title, str(owner) if owner else _("Nobody yet"), late]


def _owner(line: AgendaLine) -> str:
    return str(line.initiative.owner) if line.initiative.owner else _("Nobody yet")


def _handed_over(contents: dict[str, Any], fonts: Fonts) -> str:
    return json.dumps({**drawable(contents, fonts.lacking), "fonts": fonts.families}, ensure_ascii=False)
