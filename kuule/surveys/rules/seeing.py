"""How the editor knows whether a part of a draft is still as somebody saw it when they began to change it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from kuule.surveys.rules.content import Content, texts_of_question


def seen_question(content: Content, key: str, language: str) -> str:
    """Return a mark of a question as it looks in one language, "" when there is none.

    Those who work on another language do not disturb.
    """
    question = content.question(key)
    if question is None or language not in content.languages:
        return ""
    texts = [[place.part, place.option, each.get(language, "")] for place, each in texts_of_question(question)]
    shown_to = question.get("shown_to")
    return _mark([question["optional"], question.get("scale", ""), shown_to, sorted(texts), _option_keys(question)])


def seen_texts(content: Content, parts: Sequence[str], language: str) -> str:
    """Return a mark of some texts of the survey in one language, "" when the survey is not in it."""
    if language not in content.languages:
        return ""
    return _mark([content.texts.get(part, {}).get(language, "") for part in parts])


def _option_keys(question: Any) -> list[str]:
    return [option["key"] for option in question.get("options", [])]


def _mark(seen: Any) -> str:
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]
