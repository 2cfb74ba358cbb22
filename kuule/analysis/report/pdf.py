"""The report as PDF: tagged for screen readers, with the same pages on every machine."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kuule.analysis.report.glyphs import Fonts, drawable, fonts_for
from kuule.analysis.report.wording import report_of
from kuule.analysis.results import Analysis
from kuule.insight.charts import LIGHT
from kuule.ui.assets import original_font

TEMPLATE = Path(__file__).with_name("report.typ")
# What typst says of a letter that no font draws.
UNDRAWABLE = "could not be displayed"


def pdf_report(analysis: Analysis) -> bytes:
    """Return the report as PDF/UA-1, in the language being spoken (see `kuule.analysis.language.speaking`).

    Inter draws it wherever it has the letters. Letters it lacks are drawn by fonts of this computer, and where those
    lack them too, a □ stands for them and the last page says so.
    """
    import typst

    contents = asdict(report_of(analysis, LIGHT))
    try:
        return _compiled(contents, fonts_for(contents))
    except typst.TypstError as error:
        if UNDRAWABLE not in error.message:
            raise
        # A font can have every letter and still not the mark of one upon the other. Inter can draw all it has.
        return _compiled(contents, fonts_for(contents, borrow=False))


def handed_over(contents: dict[str, Any], fonts: Fonts) -> str:
    """Return what the template is given, as JSON: contents that these fonts can draw, and what they cannot."""
    unseen = _(
        "□ stands for letters that no font of the computer that made this PDF has. The HTML report draws them with the "
        "fonts of its reader."
    )
    shown = {**drawable(contents, fonts.lacking), "fonts": fonts.families, "unseen": unseen if fonts.lacking else ""}
    return json.dumps(shown, ensure_ascii=False)


def _compiled(contents: dict[str, Any], fonts: Fonts) -> bytes:
    import typst

    compiler = typst.Compiler(
        TEMPLATE,
        font_paths=[original_font().parent],
        ignore_system_fonts=not fonts.of_system,
        sys_inputs={"report": handed_over(contents, fonts)},
    )
    pages = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    return bytes(pages)  # type: ignore[arg-type]  # a PDF is one piece, and without a target it is handed back
