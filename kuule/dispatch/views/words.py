"""What was chosen, in words."""

from django.utils.translation import gettext as _

from kuule.contacts.query import ACCOUNT_PREFIX, ContactFilter
from kuule.contacts.selectors import account_of, definitions
from kuule.dispatch.forms import role_choices
from kuule.dispatch.selectors import ANSWERED, CAME_BACK, TROUBLE
from kuule.ui.formats import language_word
from kuule.workspaces.models import Workspace
from kuule.workspaces.selectors import teams

GONE = "\u2013"


def audience_words(workspace: Workspace, audience: ContactFilter) -> list[tuple[str, str]]:
    """Return what a segment asks of people, as label and value; nothing for everybody."""
    pairs = [
        (_("Name or address contains"), audience.search),
        (_("Role in the account"), dict(role_choices()).get(audience.role, audience.role)),
        (_("Language"), language_word(audience.language) if audience.language else ""),
        (_("Account"), _account(workspace, audience.account_id)),
        (_("Team"), _team(workspace, audience.team_id)),
        (_property(workspace, audience.property_key), audience.property_value),
    ]
    return [(label, value) for label, value in pairs if value]


def choices_of_people(*, is_anonymous: bool) -> list[tuple[str, str]]:
    """Return what the list of a wave's people can be narrowed to, as key and label."""
    choices = [
        ("", _("All")),
        ("asked", _("Asked")),
        (ANSWERED, _("Answered")),
        ("waiting", _("Waiting")),
        ("held_back", _("Held back")),
        (TROUBLE, _("Failed or uncertain")),
        (CAME_BACK, _("Came back")),
    ]
    return [choice for choice in choices if not (is_anonymous and choice[0] == ANSWERED)]


def _account(workspace: Workspace, account_id: int | None) -> str:
    account = account_of(workspace, account_id=account_id) if account_id else None
    return account.name if account else GONE if account_id else ""


def _team(workspace: Workspace, team_id: int | None) -> str:
    team = teams(workspace).filter(pk=team_id).first() if team_id else None
    return team.name if team else GONE if team_id else ""


def _property(workspace: Workspace, key: str) -> str:
    of = "account" if key.startswith(ACCOUNT_PREFIX) else "contact"
    definition = definitions(workspace, of=of).filter(key=key.removeprefix(ACCOUNT_PREFIX)).first() if key else None
    return definition.label if definition else key
