"""One request of the protocol over HTTP, answered by its own implementation."""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import anyio
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from kuule.connect.mcp.answering import Talk, talk_now
from kuule.connect.mcp.server import SERVER

Message = MutableMapping[str, Any]


async def exchanged(
    secret: str, *, path: str, headers: Sequence[tuple[str, str]], body: bytes
) -> tuple[int, Mapping[str, str], bytes]:
    """Answer a POST of an assistant: return status, headers and content. Nothing is remembered between two."""
    talk_now.set(Talk(secret))
    sent: list[Message] = []
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if not parts:
            # Nothing more comes. Whoever waits for it is cancelled when the answer is there.
            await anyio.sleep_forever()
        return parts.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    manager = StreamableHTTPSessionManager(SERVER, json_response=True, stateless=True)
    async with manager.run():
        await manager.handle_request(_scope(path, headers), receive, send)
    return _answer(sent)


def _scope(path: str, headers: Sequence[tuple[str, str]]) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers],
        "client": None,
        "server": None,
    }


def _answer(sent: Sequence[Message]) -> tuple[int, Mapping[str, str], bytes]:
    begun = next(each for each in sent if each["type"] == "http.response.start")
    content = b"".join(each.get("body", b"") for each in sent if each["type"] == "http.response.body")
    wanted = {name.decode().title(): value.decode() for name, value in begun["headers"]}
    return begun["status"], {"Content-Type": wanted.get("Content-Type", "application/json")}, content
