"""Models as bytes, and back: arrays and plain facts, never code."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Raised whenever a model of before could not be read rightly any more.
FORMAT = 1
_FACTS = "facts"

Arrays = Mapping[str, NDArray[Any]]
Facts = Mapping[str, Any]


class UnreadableModel(ValueError):  # noqa: N818 - the word of `kuule.stats.RejectedInput`
    """The bytes are no model, or one of another version of Kuule: learn it anew."""


def packed(kind: str, facts: Facts, arrays: Arrays) -> bytes:
    """Return a model as bytes: the same for the same model."""
    written = json.dumps({**facts, "kind": kind, "format": FORMAT}, ensure_ascii=True, sort_keys=True)
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **{_FACTS: np.frombuffer(written.encode(), np.uint8)}, **arrays)
    return out.getvalue()


def unpacked(kind: str, content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return facts and arrays of a model.

    Raises
    ------
    UnreadableModel
        If it is of another kind or format, or damaged.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = dict(archive)
        facts = json.loads(arrays.pop(_FACTS).tobytes())
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile, AttributeError) as error:
        raise UnreadableModel("These bytes are no model.") from error
    if not isinstance(facts, dict) or (facts.get("kind"), facts.get("format")) != (kind, FORMAT):
        raise UnreadableModel(f"This is no model of {kind} of this version of Kuule.")
    return facts, arrays


def digest(parts: Iterable[object]) -> str:
    """Return twelve letters that tell two lists of texts, numbers or arrays apart."""
    found = hashlib.blake2b(digest_size=6)
    for part in parts:
        content = part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode("utf-8", "surrogatepass")
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()
