"""Makes text written by others safe to look at."""

import re

# Controls except tab and newline, the marks that re-order or hide text, lone surrogates and non-characters: none of
# them is visible, all of them can make a page say something else than what was written, and some break XML.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)


def visible_text(value: object) -> str:
    """Return `value` as text without characters that nobody can see but that change how the text reads.

    Kept: tab, newline, and the joiners and direction marks that Arabic, Persian and emoji need.
    """
    return UNSEEN.sub("", str(value).replace("\r\n", "\n"))
