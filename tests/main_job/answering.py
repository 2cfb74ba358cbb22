"""How somebody answers without JavaScript: the page of a link is opened, and its form comes back."""

import http.client
import re
from urllib.parse import urlencode, urlsplit

# A form that comes back quicker than anybody reads does not count.
SECONDS_TO_READ = 2.1


def open_over_http(link: str) -> str:
    """Open the page of a link; return the seal that its form carries."""
    address = urlsplit(link)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    connection.request("GET", f"{address.path}?{address.query}")
    page = connection.getresponse().read().decode()
    connection.close()
    return re.search(r'name="shown" value="([^"]+)"', page)[1]


def answer_over_http(link: str, shown: str, *, score: int, why: str) -> None:
    """Send the form of a page that was opened, with its seal."""
    address = urlsplit(link)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    form = urlencode({"score": score, "why": why, "shown": shown})
    connection.request("POST", address.path, form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/thanks")
    connection.close()
