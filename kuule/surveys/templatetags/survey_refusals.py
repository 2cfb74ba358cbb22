"""The sentences about what is wrong with the file of a survey, and why an act was refused."""

from collections.abc import Callable, Mapping

from django import template
from django.utils.translation import gettext as _

from kuule.surveys.rules import editing, faults, filing, showing_faults
from kuule.surveys.rules.faults import Fault
from kuule.workspaces.rules import Refused

register = template.Library()


@register.filter
def fault_sentence(fault: Fault) -> str:
    """Return what is wrong with a file, and how to mend it."""
    known = fault.params.get("known")
    params = {**fault.params, "known": ", ".join(known) if isinstance(known, list) else known}
    sentences: Mapping[str, Callable[[], str]] = {
        filing.TOO_LARGE: lambda: _(
            "The file is larger than 1 MB. A survey is far smaller: check that it is the right file."
        ),
        filing.NOT_UTF8: lambda: _("The file is not text in UTF-8 (at byte %(byte)s). Save it as UTF-8.") % params,
        filing.NOT_JSON: lambda: (
            _("The file is not JSON (at line %(line)s, column %(column)s). Export it once more, or mend that place.")
            % params
        ),
        filing.OTHER_FORMAT: lambda: _("The file is no survey of Kuule: “format” must be “kuule.survey”."),
        filing.NEWER_FORMAT: lambda: _(
            "This Kuule reads version 1 of the format. Export it from an older Kuule, or update this one."
        ),
        faults.NOT_AN_OBJECT: lambda: _("An object in braces { } is expected here."),
        faults.NOT_A_LIST: lambda: _("A list in brackets [ ] is expected here."),
        faults.NOT_A_TEXT: lambda: _("A text in quotation marks is expected here."),
        faults.NOT_YES_OR_NO: lambda: _("true or false is expected here."),
        faults.LACKING: lambda: _("“%(value)s” is missing.") % params,
        faults.UNKNOWN: lambda: _("“%(value)s” is not known here. Possible: %(known)s.") % params,
        faults.BAD_KEY: lambda: (
            _("“%(value)s” cannot be a key. Use up to 40 small letters a–z, digits and _, and no word such as score.")
            % params
        ),
        showing_faults.NO_DAYS: lambda: (
            _("“%(value)s” is no number of days from 1 to %(limit)s. Write it in quotation marks, such as “90”.")
            % params
        ),
        showing_faults.KNOWS_PERSONS: lambda: _(
            "An anonymous survey asks nobody by what is known of them. Take “person” out, or make “anonymous” false."
        ),
        faults.TWICE: lambda: _("“%(value)s” is there twice. Give one of them another name, or take it out.") % params,
        faults.TOO_MANY: lambda: _("At most %(limit)s are possible here.") % params,
        faults.TOO_LONG: lambda: _("%(length)s characters are too many: at most %(limit)s.") % params,
        faults.EMPTY: lambda: _("At least one is needed here."),
        faults.NO_LANGUAGE: lambda: _("“%(value)s” is not the code of a language, such as fi or pt-BR.") % params,
        faults.NOT_LISTED: lambda: (
            _("“%(value)s” is not among the languages of the survey. Add it there, or take the text out.") % params
        ),
    }
    return sentences[fault.code]()


def refusal_sentence(refused: Refused) -> str:
    """Return why an act on a survey was refused, what is safe, and what to do."""
    sentences: Mapping[str, Callable[[], str]] = {
        "not_ready": lambda: _("The survey cannot be opened yet. Beside it stands what is missing."),
        "not_a_draft": lambda: _("Somebody opened or discarded this draft meanwhile. Nothing was changed by you."),
        "changed_meanwhile": lambda: _("Somebody else changed this part while you worked on it."),
        "already_asked": lambda: _(
            "People could answer this survey already, so it stays as it is about names. Copy it to change that."
        ),
        editing.TOO_MANY_QUESTIONS: lambda: _("A survey has at most %(limit)s questions.") % refused.params,
        editing.TOO_MANY_OPTIONS: lambda: _("A list has at most %(limit)s options.") % refused.params,
        editing.TOO_MANY_LANGUAGES: lambda: _("A survey has at most %(limit)s languages.") % refused.params,
        editing.NO_SUCH_QUESTION: lambda: _("Somebody took this question out meanwhile."),
        editing.NO_SUCH_OPTION: lambda: _("Somebody took this option out meanwhile."),
        "language_gone": lambda: _("Somebody took this language out meanwhile."),
        editing.LAST_LANGUAGE: lambda: _("A survey needs a language. Add another one before you take this one out."),
    }
    return sentences[refused.code]()
