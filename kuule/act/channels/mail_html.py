"""What the HTML of a mail says, as plain text: no pictures, no scripts, nothing from elsewhere."""

import re
from html.parser import HTMLParser

import nh3

LONGEST_HTML = 200_000
# Reading elements within elements takes the square of how deep they are; no mail program leaves so many open.
MOST_OPEN = 4_000
# Whose content nobody sees.
_UNSEEN = {"script", "style", "title", "noscript", "template", "svg", "object", "iframe", "head"}
_NEW_LINE = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr"})
_BLANK_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
# Where mail programs begin what they quote, besides blockquote.
_QUOTES = ("yahoo_quoted", "divrplyfwdmsg", "appendonsend")


def text_of_html(html: str) -> str:
    """Return the words of a mail's HTML, with what is quoted marked by > as in a plain one."""
    html = html[:LONGEST_HTML]
    if html.count("<") - 2 * html.count("</") > MOST_OPEN:
        return " ".join(_TAG.sub(" ", html).split())
    # The parser of the standard library takes minutes for some of what hostile mails hold; it only gets what is clean.
    clean = nh3.clean(
        html,
        tags=set(_NEW_LINE) | {"blockquote"},
        clean_content_tags=_UNSEEN,
        attributes={"*": {"class", "id"}},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.words


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._quoted = 0
        self._quoted_rest = False

    @property
    def words(self) -> str:
        """Return what was read so far."""
        return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in self._lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line or a quote."""
        if tag == "blockquote":
            self._quoted += 1
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id")).lower()
        # From there on all is quoted.
        self._quoted_rest = self._quoted_rest or any(each in marks for each in _QUOTES)
        if tag in _NEW_LINE or tag == "blockquote":
            self._begin_line()

    def handle_endtag(self, tag: str) -> None:
        """End a line or a quote."""
        if tag == "blockquote" and self._quoted:
            self._quoted -= 1
            self._begin_line()
        if tag in ("p", "div", "table"):
            self._begin_line()

    def handle_data(self, data: str) -> None:
        """Take words that are seen."""
        words = _SPACES.sub(" ", data.replace("\n", " "))
        if not self._lines[-1].strip(" >"):
            words = words.lstrip()
            self._lines[-1] = self._margin()
        self._lines[-1] += words

    def _begin_line(self) -> None:
        if self._lines[-1].strip(" >") or (len(self._lines) > 1 and self._lines[-2].strip()):
            self._lines.append("")

    def _margin(self) -> str:
        return "> " * (self._quoted or int(self._quoted_rest))
