"""Voikko, the analyser of Finnish words: an optional package of the operating system (libvoikko1 and voikko-fi)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple

LONGEST_WORD = 100
_REMEMBERED = 50_000
_CLASS, _BASE_FORM = b"CLASS", b"BASEFORM"
# As Linux, macOS and Windows name it.
_FILES = ("libvoikko.so.1", "libvoikko.1.dylib", "libvoikko-1.dll")


class Reading(NamedTuple):
    """One way to read a word: its class in Voikko's words, such as `etunimi`, and its base form."""

    kind: str
    base: str


@lru_cache(_REMEMBERED)
def readings(word: str) -> frozenset[Reading]:
    """Return the ways to read a Finnish word in any case form; none if it is unknown, or Voikko is not installed."""
    voikko = _voikko()
    if voikko is None or not 0 < len(word) <= LONGEST_WORD:
        return frozenset()
    return frozenset(voikko.readings(word))


def is_installed() -> bool:
    """Tell whether Voikko and its Finnish dictionary are there."""
    return _voikko() is not None


class _Voikko:
    """The library with its dictionary. One handle may be used by one thread at a time."""

    def __init__(self, library: ctypes.CDLL, handle: int) -> None:
        self._library = library
        self._handle = ctypes.c_void_p(handle)
        self._lock = Lock()

    def readings(self, word: str) -> Iterator[Reading]:
        with self._lock:
            analyses = self._library.voikkoAnalyzeWordCstr(self._handle, word.encode(errors="replace"))
            try:
                found = [self._reading(analysis) for analysis in _until_null(analyses)]
            finally:
                self._library.voikko_free_mor_analysis(analyses)
        yield from found

    def _reading(self, analysis: int) -> Reading:
        return Reading(self._value(analysis, _CLASS), self._value(analysis, _BASE_FORM))

    def _value(self, analysis: int, key: bytes) -> str:
        found = self._library.voikko_mor_analysis_value_cstr(ctypes.c_void_p(analysis), key)
        if not found:
            return ""
        try:
            return (ctypes.cast(found, ctypes.c_char_p).value or b"").decode()
        finally:
            self._library.voikko_free_mor_analysis_value_cstr(found)


def _until_null(pointers: ctypes._Pointer[ctypes.c_void_p]) -> Iterator[int]:
    place = 0
    while pointers and (found := pointers[place]):
        yield found
        place += 1


@cache
def _voikko() -> _Voikko | None:
    library = _library()
    if library is None:
        return None
    library.voikkoInit.restype = ctypes.c_void_p
    library.voikkoInit.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_char_p, ctypes.c_char_p]
    library.voikkoAnalyzeWordCstr.restype = ctypes.POINTER(ctypes.c_void_p)
    library.voikkoAnalyzeWordCstr.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.voikko_free_mor_analysis.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
    library.voikko_free_mor_analysis.restype = None
    library.voikko_mor_analysis_value_cstr.restype = ctypes.c_void_p
    library.voikko_mor_analysis_value_cstr.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.voikko_free_mor_analysis_value_cstr.argtypes = [ctypes.c_void_p]
    library.voikko_free_mor_analysis_value_cstr.restype = None
    trouble = ctypes.c_char_p()
    handle = library.voikkoInit(ctypes.byref(trouble), b"fi", None)
    return _Voikko(library, handle) if handle else None


def _library() -> ctypes.CDLL | None:
    for name in _FILES:
        with suppress(OSError):
            return ctypes.CDLL(name)
    return None
