"""Cutting what was written before off a reply, line by line.

Libraries for this search the whole text with patterns that a hostile mail can keep busy for minutes, and none of them
knows Finnish. This looks at each line once.
"""

import re

# "On Tue 24 Nov 2026, Maija wrote:" – the end of it in the languages that people here write in.
_WROTE = re.compile(
    r"\b(?:wrote|kirjoitti|skrev|schrieb|a écrit|escribió|ha scritto|schreef|napisał(?:\(a\))?|viết|написал\(?а?\)?)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s<>()\[\]@]{1,100}@[^\s<>()\[\]@]{1,200}")
_HEADER = re.compile(
    r"^[\s>*]*(?:From|Sent|Date|To|Cc|Subject|Reply-To"
    r"|Lähettäjä|Lähetetty|Päivämäärä|Vastaanottaja|Kopio|Aihe"
    r"|Från|Skickat|Datum|Till|Kopia|Ämne|Von|Gesendet|An|Betreff|De|Envoyé|À|Objet|Enviado|Para|Asunto)\*?\s?:",
    re.IGNORECASE,
)
_DIVIDER = re.compile(
    r"^[\s>]*(?:-{2,}\s*(?:original message|alkuperäinen viesti|ursprungligt meddelande|ursprüngliche nachricht"
    r"|message d'origine|forwarded message)\s*-{2,}|_{20,}|-{20,})\s*$",
    re.IGNORECASE,
)
# An attribution is wrapped over so many lines at most, and a header of a quoted mail has so many lines at least.
_WRAPPED, _HEADER_LINES = 4, 2
_LONGEST_LINE = 1_000


def newly_written(text: str) -> str:
    r"""Return what somebody wrote above what they answer to.

    Answers between quoted lines, and whatever cannot be told apart, are returned as they are: rather too much than a
    customer's words lost.

    >>> newly_written("Yes please.\n\nOn Tue, Maija wrote:\n> Shall I call?")
    'Yes please.'
    """
    lines = text.replace("\r\n", "\n").split("\n")
    end = _end_of_new(lines)
    written = "\n".join(lines[:end]).strip()
    below = [line for line in lines[end:] if line.strip()]
    if not written or _goes_on_below(below):
        return text.strip()
    return written


def _end_of_new(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_LINE:
            continue
        if _DIVIDER.match(line) and _is_header_near(lines, number + 1):
            return number
        if line.lstrip().startswith(">") or _is_header_near(lines, number):
            return _before_attribution(lines, number)
        if _WROTE.search(line) and line.rstrip().endswith(":") and _leads_to_quote(lines, number + 1):
            return _before_attribution(lines, number + 1)
    return len(lines)


def _is_header_near(lines: list[str], first: int) -> bool:
    """Tell whether the header of a quoted mail begins at a line, as some programs put it there."""
    around = [line for line in lines[first : first + 4] if line.strip()][:_HEADER_LINES]
    return len(around) == _HEADER_LINES and all(_HEADER.match(line[:_LONGEST_LINE]) for line in around)


def _leads_to_quote(lines: list[str], first: int) -> bool:
    """Tell whether an attribution that ends above a line is followed by something, quoted or not."""
    return any(line.strip() for line in lines[first : first + _WRAPPED])


def _before_attribution(lines: list[str], quoted: int) -> int:
    """Return where the lines begin that say who wrote what follows; they may be wrapped."""
    end = quoted
    while end and not lines[end - 1].strip():
        end -= 1
    last = end - 1
    found = quoted
    for number in range(last, max(last - _WRAPPED, -1), -1):
        first = lines[number].strip()[:_LONGEST_LINE]
        if not first:
            break
        said = " ".join(lines[number:end])[:_LONGEST_LINE].rstrip()
        if not said.endswith(":") or not (_WROTE.search(said) or _ADDRESS.search(said)):
            continue
        if _begins_attribution(first) or (number < last and first.endswith(("<", "("))):
            return number
        if number == last and not _ADDRESS.match(first):
            found = number
    return found


def _begins_attribution(line: str) -> bool:
    """Tell whether a line begins as an attribution does: with a day or one of its usual first words."""
    first = line.strip().split(" ", 1)[0].lower().rstrip(",.")
    return first in _FIRST_WORDS or bool(re.match(r"\d{1,4}[.\-/]?\d*", first))


_FIRST_WORDS = frozenset(
    (
        *("on", "den", "am", "le", "el", "il", "op", "dnia"),
        *("ma", "ti", "ke", "to", "pe", "la", "su", "mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    )
)


def _goes_on_below(below: list[str]) -> bool:
    """Tell whether somebody answered between or below quoted lines: then quoted and new lines take turns."""
    quoted = [line.lstrip().startswith(">") for line in below]
    if not any(quoted):
        return False
    last_quoted = len(quoted) - 1 - quoted[::-1].index(True)
    first_quoted = quoted.index(True)
    after = [line for line in below[last_quoted + 1 :] if line.strip(" -_")]
    taking_turns = zip(below[first_quoted:last_quoted], quoted[first_quoted:last_quoted], strict=True)
    between = [line for line, is_quote in taking_turns if not is_quote]
    return bool(after or between)
