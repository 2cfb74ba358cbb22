"""The answers that stay out of a page's figures, and the way to them."""

from kuule.insight.selectors.left_out import handed_out_answers
from kuule.insight.templatetags.insight import address
from kuule.insight.views.asking import Asked


def handed_out(slug: str, asked: Asked) -> list[tuple[str, int, str]]:
    """Return the channels that staff hand out: how many answers each left out, and the page about them alone."""
    return [
        (channel, n, address(slug, asked.page, asked.query.asking(channel=channel)))
        for channel, n in handed_out_answers(asked.query, among=asked.families.of(asked.query))
    ]
