"""Asking a language model behind an API of the kind that OpenAI made usual: one question, one reply."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

# A reply of a few sentences, with room for a model that thinks aloud.
MOST_BYTES = 256 * 1024
CONNECT_SECONDS = 5.0
CHUNK_BYTES = 8_192


class NoReplyError(Exception):
    """A language model gave no reply that can be used; `reason` is a code, without anything that was said.

    `is_away` tells that nobody answered at all, so that asking again at once makes no sense.
    """

    def __init__(self, reason: str, *, is_away: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_away = reason, is_away


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A model at the base address of an API such as `http://localhost:11434/v1`, and how long it may take to reply."""

    url: str
    name: str
    key: str = field(default="", repr=False)
    seconds: float = 20.0

    @property
    def host(self) -> str:
        """Return the host, with the port where the address names one."""
        return urlsplit(self.url).netloc

    def reply(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Send messages (each with `role` and `content`) to the host and to nobody else; return what the model says.

        Raises NoReplyError.
        """
        until = monotonic() + self.seconds
        try:
            with requests.Session() as session:
                # No proxy, and no password from a `.netrc`: what is asked goes to the host that was named, as it is.
                session.trust_env = False
                with session.post(
                    f"{self.url}/chat/completions",
                    json={"model": self.name, "messages": list(messages), "stream": False},
                    headers={"Authorization": f"Bearer {self.key}"} if self.key else {},
                    timeout=(min(CONNECT_SECONDS, self.seconds), self.seconds),
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    return _said(response, until)
        except (requests.Timeout, ReadTimeoutError) as error:
            raise NoReplyError("timeout", is_away=True) from error
        except requests.ConnectionError as error:
            raise NoReplyError("unreachable", is_away=True) from error
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise NoReplyError("not_understood") from error


def _said(response: requests.Response, until: float) -> str:
    if response.status_code != HTTPStatus.OK:
        raise NoReplyError(f"status_{response.status_code}")
    try:
        return str(json.loads(_body(response, until))["choices"][0]["message"]["content"])
    except (KeyError, IndexError, TypeError, RecursionError) as error:
        raise NoReplyError("not_understood") from error


def _body(response: requests.Response, until: float) -> bytes:
    """Return the body, read as it comes, so that neither its length nor a trickle holds anybody up."""
    raw: Any = response.raw
    body = b""
    while chunk := raw.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > MOST_BYTES:
            raise NoReplyError("too_long")
        if monotonic() > until:
            raise NoReplyError("timeout", is_away=True)
    return body
