"""Speaks a language without a server: the texts of a report come out of the catalogues, and nothing else is set up."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import translation

LOCALES = Path(__file__).resolve().parent.parent / "locale"
ENGLISH = "en"
log = logging.getLogger(__name__)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages a report can be written in: English, and those with a catalogue."""
    return (ENGLISH, *sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/django.po")))


@contextmanager
def speaking(code: str) -> Iterator[str]:
    """Word everything inside the block in a language, also where no Django is configured.

    Inside the running product its settings stay as they are. Elsewhere the least that texts need is set up: no
    database, no applications, no folder of Kuule's own.

    Parameters
    ----------
    code : str
        One of `languages()`.

    Yields
    ------
    str
        The language that is really spoken: English where the texts of the wanted one are not built and cannot be
        built. The log says so in plain words.

    Raises
    ------
    ValueError
        If there is no catalogue for the code. The message lists those there are.
    """
    if code not in languages():
        raise ValueError(f"Kuule does not speak {code!r}. Choose one of: {', '.join(languages())}.")
    spoken = code if _has_texts(code) else ENGLISH
    _need_settings()
    with translation.override(spoken):
        yield spoken


def _need_settings() -> None:
    if settings.configured:
        return
    import django

    settings.configure(
        INSTALLED_APPS=[],
        LOGGING_CONFIG=None,
        USE_I18N=True,
        USE_TZ=True,
        LANGUAGE_CODE=ENGLISH,
        LANGUAGES=[(code, code) for code in languages()],
        LOCALE_PATHS=[LOCALES],
    )
    django.setup(set_prefix=False)


def _has_texts(code: str) -> bool:
    """Build the texts of a language where they are missing or old, and tell whether there are any now."""
    if code == ENGLISH:
        return True
    from kuule.ui.assets import compile_translations

    try:
        compile_translations()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        if (LOCALES / code / "LC_MESSAGES" / "django.mo").exists():
            log.warning("The texts in %r may be old: they could not be built anew (%s).", code, reason)
            return True
        log.warning(
            "The texts in %r are not built, and building them here failed (%s). The report is in English. "
            "Run `make assets` as somebody who may write to %s.",
            code, reason, LOCALES,
        )  # fmt: skip
        return False
    return True
