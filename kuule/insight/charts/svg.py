"""Writes SVG: escaped text, attributes, positions in percent, and the frame around a drawing."""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from kuule.insight.charts.theme import PAGE, Theme
from kuule.ui.clean import visible_text

Attribute = str | int | float | None


def words(text: object) -> str:
    """Return text by others as markup: escaped, without characters that nobody sees or that XML forbids."""
    return escape(visible_text(text), quote=True)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def at(share: float) -> str:
    """Return a share of the box between 0 and 1 as a percentage that SVG understands."""
    return number(share * 100) + "%"


def element(tag: str, content: str = "", /, **attributes: Attribute) -> str:
    """Return an element; `content` is markup already, attributes are escaped, those that are None are left out.

    Names are written as in Python: `stroke_width`, `class_`.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{words(number(value) if isinstance(value, float) else value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def text(label: object, /, **attributes: Attribute) -> str:
    """Return a piece of text."""
    return element("text", words(label), **attributes)


@dataclass(frozen=True, slots=True)
class Box:
    """Size of a chart where no style sheet gives one (mail, PDF), and the margins around its plot, in pixels."""

    width: int
    height: int
    top: int = 0
    right: int = 0
    bottom: int = 0
    left: int = 0


def frame(content: str, *, kind: str, label: str, box: Box, theme: Theme, role: str = "img") -> SafeString:
    """Return a whole chart whose content is placed in percent of its plot.

    On a page the style sheet sizes the plot by the class `chart-<kind>`; labels may stand outside it. Elsewhere the
    drawing has the size of `box` and paints its own surface, else a dark mail client would show black on black.
    """
    if theme is PAGE:
        return SafeString(element("svg", content, class_=f"chart chart-{kind}", role=role, aria_label=label))
    plot = element(
        "svg",
        content,
        x=box.left,
        y=box.top,
        width=box.width - box.left - box.right,
        height=box.height - box.top - box.bottom,
        overflow="visible",
    )
    return standalone(plot, label=label, width=box.width, height=box.height, theme=theme)


def standalone(content: str, *, label: str, width: int, height: int, theme: Theme) -> SafeString:
    """Return an SVG image that needs no page around it."""
    surface = element("rect", width="100%", height="100%", fill=theme.surface)
    return SafeString(
        element(
            "svg",
            element("title", words(label)) + surface + content,
            xmlns="http://www.w3.org/2000/svg",
            width=width,
            height=height,
            viewBox=f"0 0 {width} {height}",
            font_family=theme.font,
            font_size=12,
            role="img",
            aria_label=label,
        )
    )
