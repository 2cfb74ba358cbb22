"""Who asks: the API key in an `Authorization` header, in each of the ways that clients are known to send it."""

import base64
import binascii

BASIC = "basic"


def key_in(header: str) -> str:
    """Return the key in the value of an `Authorization` header, or "".

    The key is the user name of HTTP Basic. The Python client leaves the colon out, others send anything as password.

    >>> key_in("Basic " + base64.b64encode(b"abc123").decode()), key_in("basic " + base64.b64encode(b"abc:-").decode())
    ('abc123', 'abc')
    """
    scheme, _space, coded = header.strip().partition(" ")
    if scheme.lower() != BASIC:
        return ""
    try:
        decoded = base64.b64decode("".join(coded.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    # A password may be in any encoding; keys are ASCII.
    return decoded.partition(b":")[0].decode("ascii", "replace")


def takes_json(accept: str) -> bool:
    """Tell whether an `Accept` header leaves room for JSON; an empty one leaves all room.

    >>> takes_json("*/*"), takes_json("text/xml, application/*;q=0.5"), takes_json("application/xml")
    (True, True, False)
    """
    if not accept.strip():
        return True
    weights = {}
    for each in accept.split(","):
        name, *parameters = (part.strip().lower() for part in each.split(";"))
        weights[name] = next((part[2:] for part in parameters if part.startswith("q=")), "1")
    # The most exact of the ranges that fit decides.
    wanted = next((weights[name] for name in ("application/json", "application/*", "*/*") if name in weights), "0")
    return not _is_zero(wanted)


def _is_zero(weight: str) -> bool:
    return weight.strip("0").strip(".").strip("0") == "" and weight != ""
