"""The report as one HTML file that needs nothing else: no script, no network, no other file."""

from functools import cache
from html import unescape
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from kuule.analysis.report.style import source_expression, stylesheet
from kuule.analysis.report.wording import report_of
from kuule.analysis.results import Analysis

ROOMS = Path(__file__).resolve().parent.parent.parent
FOLDERS = (ROOMS / "analysis" / "templates", ROOMS / "ui" / "templates")


def html_report(analysis: Analysis) -> str:
    """Return the report as a page, in the language being spoken (see `kuule.analysis.language.speaking`).

    The page follows the reader's light or dark mode, and its policy allows its own styles and font and nothing else.
    Text from the file stands in it as text, never as markup.
    """
    report = report_of(analysis)
    body = engine().get_template("analysis/_body.html").render(Context({"report": report}))
    css = stylesheet(frozenset(unescape(body)))
    context = {"report": report, "body": mark_safe(body), "css": mark_safe(css), "style": source_expression(css)}  # noqa: S308
    return engine().get_template("analysis/report.html").render(Context(context))


@cache
def engine() -> Engine:
    """Return what fills the templates, with or without a running product around it."""
    return Engine(dirs=[str(folder) for folder in FOLDERS], libraries={"ui": "kuule.ui.templatetags.ui"})
