"""The five figures on one sheet of paper: PDF/UA-1, tagged for screen readers, the same on every machine."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuule.analysis.report.glyphs import Fonts, drawable, fonts_for
from kuule.economics.views.executive_words import ExecutiveCard
from kuule.insight import charts
from kuule.ui.assets import original_font
from kuule.ui.clean import visible_text

TEMPLATE = Path(__file__).with_name("executive.typ")


def executive_paper(cards: Sequence[ExecutiveCard], *, company: str, day: date) -> bytes:
    """Return the sheet in the language being spoken. Letters that no font of this computer has become a □."""
    import typst

    contents = _contents(cards, company=company, day=day)
    fonts = fonts_for(contents)
    compiler = typst.Compiler(
        TEMPLATE,
        font_paths=[original_font().parent],
        ignore_system_fonts=not fonts.of_system,
        sys_inputs={"sheet": _handed_over(contents, fonts)},
    )
    return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"]))  # type: ignore[arg-type]  # a PDF is one piece


def _contents(cards: Sequence[ExecutiveCard], *, company: str, day: date) -> dict[str, Any]:
    return {
        "language": get_language() or "en",
        "title": _("What customer loyalty is worth"),
        "company": visible_text(company),
        "day": _("As known on %(day)s") % {"day": date_format(day, _("j M Y"))},
        "note": _(
            "In brackets: the range that holds the truth in 95 of 100 such cases. Better or worse is said only where "
            "the range of the difference leaves out no change. Likelihoods and values are associations, not effects."
        ),
        "made_by": "Kuule",
        "cards": [_card(card) for card in cards],
    }


def _card(card: ExecutiveCard) -> dict[str, Any]:
    picture = None
    if card.intervals:
        said = "; ".join(f"{row.label}: {row.words}" for row in card.intervals.rows)
        picture = {"svg": charts.draw(card.intervals, charts.LIGHT), "said": f"{card.title}. {said}"}
    words = {name: part for name, part in asdict(card).items() if name != "intervals"}
    return {**words, "picture": picture}


def _handed_over(contents: dict[str, Any], fonts: Fonts) -> str:
    return json.dumps({**drawable(contents, fonts.lacking), "fonts": fonts.families}, ensure_ascii=False)
