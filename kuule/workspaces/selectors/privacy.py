"""What a workspace says about how it handles what it knows of people."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kuule.workspaces.models import Purpose, Workspace
from kuule.workspaces.rules import CONSENT, CONTRACT, FITTING_BASES, PURPOSES, SURVEY


@dataclass(frozen=True, slots=True)
class Notice:
    """What people are told, and the language it is in."""

    language: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """Return the paragraphs, which a blank line parts."""
        return [part for part in self.text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def purposes_of(workspace: Workspace) -> Mapping[str, Purpose]:
    """Return every purpose by its key: as it was decided, else as it comes."""
    decided = {each.key: each for each in Purpose.objects.filter(workspace=workspace)}
    return {
        key: decided.get(key) or Purpose(workspace=workspace, key=key, basis=FITTING_BASES[key][0]) for key in PURPOSES
    }


def notice_of(workspace: Workspace, *, language: str) -> Notice:
    """Return what people are told about surveys: in their language, else in the company's, else in English."""
    purpose = purposes_of(workspace)[SURVEY]
    for wanted in (language, language.partition("-")[0], workspace.language):
        if purpose.notice.get(wanted):
            return Notice(wanted, purpose.notice[wanted].replace("{company}", workspace.name))
    return usual_notice(workspace, basis=purpose.basis, language=language)


def usual_notice(workspace: Workspace, *, basis: str, language: str) -> Notice:
    """Return the notice as it comes, in a language that Kuule itself speaks."""
    spoken = {code for code, _name in settings.LANGUAGES}
    chosen = next((each for each in (language, language.partition("-")[0], workspace.language) if each in spoken), "en")
    with override(chosen):
        parts = [_basis_words(basis), _rights_words()]
        if workspace.answers_kept_months:
            parts.append(
                ngettext(
                    "After %(months)s month your name and your comment are taken off your answer.",
                    "After %(months)s months your name and your comment are taken off your answer.",
                    workspace.answers_kept_months,
                )
                % {"months": workspace.answers_kept_months}
            )
        return Notice(chosen, "\n\n".join(str(part) for part in parts).replace("{company}", workspace.name))


def _basis_words(basis: str) -> str:
    if basis == CONSENT:
        return _(
            "You agreed that {company} may ask for your opinion. You can take that back at any time, for the future: "
            "by the link at the foot of every survey mail."
        )
    if basis == CONTRACT:
        return _(
            "{company} asks for your opinion as part of what was agreed with you or the company you work for. If you "
            "do not want to be asked, use the link at the foot of any survey mail."
        )
    return _(
        "{company} has a legitimate interest in learning what works and what to improve: that is the legal basis. You "
        "can object at any time and need no reason: by the link at the foot of every survey mail. Then no more surveys "
        "come to your address."
    )


def _rights_words() -> str:
    return _(
        "You can ask {company} for a copy of what it knows of you, and have it corrected or erased. If you think that "
        "something is not right, you can also turn to the data protection authority of your country."
    )
