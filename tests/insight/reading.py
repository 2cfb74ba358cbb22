"""What a page says and where it leads, as its reader finds it."""

import re
from html import unescape

from django.test import Client
from django.utils.html import strip_tags


def words(response) -> str:
    """Return what a page says, in one line, with plain blanks."""
    html = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(strip_tags(html)).replace("\u202f", " ").split())


def links(response, part: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', response.content.decode()) if part in each]


def count_behind(client: Client, place: str) -> int:
    found = re.search(r"(\d+) (?:answers?|comments?)", words(client.get(place)))
    return int(found[1]) if found else 0
