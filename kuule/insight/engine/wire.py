"""How the process that owns the engine is spoken to: JSON with its length before it, over a Unix socket in the home."""

import json
import os
import socket
import struct
from pathlib import Path
from typing import Any

NAME = "analytics.sock"
LONGEST = 64_000_000
_LENGTH = struct.Struct(">I")
# What the system allows a path of a socket; longer ones are reached by the number of their opened folder.
_LONGEST_PATH = 100


def send(link: socket.socket, message: object) -> None:
    """Send one message."""
    told = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    link.sendall(_LENGTH.pack(len(told)) + told)


def receive(link: socket.socket) -> Any:
    """Return the next message. Raises ConnectionError when the other side has gone, ValueError for what is none."""
    (length,) = _LENGTH.unpack(_exactly(link, _LENGTH.size))
    if length > LONGEST:
        raise ValueError("The message is too long.")
    return json.loads(_exactly(link, length))


def address(home: Path) -> str:
    """Return the path of the socket of a home folder."""
    path = str(home / NAME)
    if len(os.fsencode(path)) <= _LONGEST_PATH or not Path("/proc/self/fd").is_dir():
        return path
    return f"/proc/self/fd/{os.open(home, os.O_PATH | os.O_DIRECTORY)}/{NAME}"


def _exactly(link: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = link.recv(size - len(parts))
        if not part:
            raise ConnectionError("The other side has gone.")
        parts += part
    return bytes(parts)
