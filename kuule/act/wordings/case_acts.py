"""The buttons of a letter about a case: the way to its page, and acts that need no sign-in."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kuule.act.models import Letter
from kuule.act.rules.passes import PASS_BACK, PASS_REACHED, PASS_SNOOZE, PASS_TAKE
from kuule.act.selectors.passes import pass_links
from kuule.act.templatetags.cases import pass_words
from kuule.act.wordings.base import Button, case_of, case_url
from kuule.workspaces.rules import is_allowed


def case_buttons(letter: Letter) -> tuple[Button, ...]:
    """Return the way to the case, and what the reader of a letter about it can do by a link."""
    links = pass_links(letter)
    acts = (Button(pass_words(act), links[act]) for act in _acts_of(letter))
    return (Button(_("Open the case"), case_url(case_of(letter), slug=letter.workspace.slug)), *acts)


def foot_with_links(why: str) -> str:
    """Return the last lines of a letter: why it comes, and that its links are safe to look at."""
    about = _("Each link works once, for seven days; nothing happens before you press the button behind it.")
    return f"{why} {about}"


def _acts_of(letter: Letter) -> Iterator[str]:
    case, member = case_of(letter), letter.member
    if member is None or not is_allowed(member.role, "work_cases"):
        return
    yield PASS_REACHED
    if case.owner_id != member.pk:
        yield PASS_TAKE
        return
    yield PASS_SNOOZE
    if case.team_id:
        yield PASS_BACK
