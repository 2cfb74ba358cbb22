"""Python's search for cycles of objects, held back while very many objects are made that form none."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# With the defaults of 700, 10 and 10 Python looks for cycles during a sixth of an import, and finds none.
_SELDOM = (50_000, 20, 100)
_COUNTING = threading.Lock()
_asking: list[tuple[int, int, int]] = []


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Let this process look for cycles more seldom than usual. What is in no cycle goes at once, as ever."""
    with _COUNTING:
        _asking.append(_asking[0] if _asking else gc.get_threshold())
        gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        with _COUNTING:
            usual = _asking.pop()
            if not _asking:
                gc.set_threshold(*usual)
