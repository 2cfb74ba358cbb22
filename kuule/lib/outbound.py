"""Sending something to an address that a user wrote down, which must never become a way into our own network.

The name is looked up once, every address it has is checked, and the connection goes to what was checked: a name that
means something else a moment later changes nothing. No redirect is followed, no proxy and no password of the machine is
used, and the other side has so many seconds in all, however slowly it trickles.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from time import monotonic
from urllib.parse import SplitResult, quote, urlsplit

import certifi

SECONDS, CONNECT_SECONDS = 15.0, 5.0
MOST_BYTES = 64 * 1024
LONGEST_URL = 2_000
PORTS = {"https": 443, "http": 80}

# What went wrong, as a code.
BAD_ADDRESS, INTERNAL, UNKNOWN_HOST, UNREACHABLE, NOT_SECURE, TIMEOUT, BROKEN = (
    "bad_address",
    "internal",
    "unknown_host",
    "unreachable",
    "not_secure",
    "timeout",
    "broken",
)
TROUBLES = (BAD_ADDRESS, INTERNAL, UNKNOWN_HOST, UNREACHABLE, NOT_SECURE, TIMEOUT, BROKEN)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Through these an IPv6 address leads to an IPv4 address.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_IPV4_MASK = 0xFFFFFFFF


class NotSentError(Exception):
    """Nothing was sent, or nobody knows whether it arrived; `reason` is one of `TROUBLES`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side answered: the status, and the beginning of what it said."""

    status: int
    body: bytes


def networks_of(names: Sequence[str]) -> tuple[Network, ...]:
    """Return networks that are named as `10.0.0.0/8` or by a single address. Raises ValueError."""
    return tuple(ipaddress.ip_network(each, strict=False) for each in names)


def is_sendable(url: str) -> bool:
    """Tell whether an address could be sent to: http or https, a host, no password, not too long. Asks no server."""
    return _parts(url) is not None


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    allowed: Sequence[Network] = (),
    seconds: float = SECONDS,
) -> Answered:
    """Send a body to an address and return what is answered, whatever the status. Redirects are not followed.

    Internal addresses are refused unless they lie in one of the `allowed` networks. Raises NotSentError.
    """
    parts = _parts(url)
    if parts is None:
        raise NotSentError(BAD_ADDRESS)
    until = monotonic() + seconds
    host = _ascii_host(parts.hostname or "")
    port = parts.port or PORTS[parts.scheme]
    found = _looked_up(host, port, allowed)
    line = _connected(found, port, min(CONNECT_SECONDS, seconds))
    line.settimeout(seconds)
    if parts.scheme == "https":
        line = _context().wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
    # Closing the line under it ends even a handshake or an answer that comes a byte at a time.
    cut = threading.Timer(max(until - monotonic(), 0), _cut, [line])
    cut.daemon = True
    cut.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        answered = _exchanged(line, parts, host, port, body, headers)
    except ssl.SSLError as error:
        raise NotSentError(TIMEOUT if monotonic() >= until else NOT_SECURE) from error
    except TimeoutError as error:
        raise NotSentError(TIMEOUT) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotSentError(TIMEOUT if monotonic() >= until else BROKEN) from error
    finally:
        cut.cancel()
        line.close()
    # A line that was cut looks like the end of an answer.
    if monotonic() >= until:
        raise NotSentError(TIMEOUT)
    return answered


def _exchanged(
    line: socket.socket, parts: SplitResult, host: str, port: int, body: bytes, headers: Mapping[str, str]
) -> Answered:
    talk = http.client.HTTPConnection(host, port)
    talk.default_port = PORTS[parts.scheme]
    talk.sock = line
    try:
        talk.request("POST", _target(parts), body=body, headers={**headers, "Connection": "close"})
        answer = talk.getresponse()
        return Answered(answer.status, answer.read(MOST_BYTES))
    finally:
        talk.close()


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        is_fit = parts.scheme in PORTS and parts.hostname and "@" not in parts.netloc and parts.port != 0
        is_fit = is_fit and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
        return parts if is_fit and _ascii_host(parts.hostname or "") else None
    except (ValueError, UnicodeError):
        return None


def _ascii_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()


def _target(parts: SplitResult) -> str:
    # What is escaped already stays so.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    return f"{path}?{quote(parts.query, safe='%/:@!$&()*+,;=-._~?')}" if parts.query else path


def _looked_up(host: str, port: int, allowed: Sequence[Network]) -> list[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSentError(UNKNOWN_HOST) from error
    found = list(dict.fromkeys(ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows))
    if any(not is_open_to_all(each) and not _is_within(each, allowed) for each in found):
        raise NotSentError(INTERNAL)
    return found


def is_open_to_all(address: Address) -> bool:
    """Tell whether an address is one of the public internet, also where an IPv6 address hides one of IPv4."""
    hidden = _hidden(address)
    if hidden is not None:
        return is_open_to_all(hidden)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _hidden(address: Address) -> Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & _IPV4_MASK)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _is_within(address: Address, networks: Sequence[Network]) -> bool:
    known = _hidden(address) or address
    return any(known in each for each in networks if each.version == known.version)


def _connected(found: Sequence[Address], port: int, seconds: float) -> socket.socket:
    for address in found:
        with suppress(OSError):
            return socket.create_connection((str(address), port), timeout=seconds)
    raise NotSentError(UNREACHABLE)


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        # Not that of a secure line, which forgets its state while another thread reads.
        socket.socket.shutdown(line, socket.SHUT_RDWR)


@cache
def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
