"""What was chosen, in words."""

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.contacts.query import ACCOUNT_PREFIX, ContactFilter
from kuule.contacts.selectors import account_of, definitions
from kuule.dispatch.forms import role_choices
from kuule.dispatch.forms.programmes import holiday_countries
from kuule.dispatch.models import Programme
from kuule.dispatch.selectors import ANSWERED, CAME_BACK, TROUBLE
from kuule.dispatch.templatetags.dispatch import channel_word
from kuule.ui.formats import language_word
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER
from kuule.workspaces.selectors import teams
from kuule.workspaces.templatetags.workspaces import people_group

GONE = "\u2013"


def audience_words(workspace: Workspace, audience: ContactFilter) -> list[tuple[str, str]]:
    """Return what a segment asks of people, as label and value; nothing for everybody."""
    pairs = [
        (_("Name or address contains"), audience.search),
        (_("Role in the account"), dict(role_choices()).get(audience.role, audience.role)),
        (_("Language"), language_word(audience.language) if audience.language else ""),
        (_("Account"), _account(workspace, audience.account_id)),
        (_("Team"), _team(workspace, audience.team_id)),
        (_("Group"), "" if audience.group in ("", CUSTOMER) else people_group(audience.group)),
        (_("People chosen one by one"), number_format(len(audience.ids)) if audience.ids else ""),
        (_property(workspace, audience.property_key), audience.property_value),
    ]
    return [(label, value) for label, value in pairs if value]


def programme_words(programme: Programme) -> list[tuple[str, str]]:
    """Return how often and when a programme asks, as label and value."""
    days = ", ".join(str(WEEKDAYS_ABBR[int(each)]) for each in programme.weekdays)
    hours = f"{time_format(programme.first_time)}\u2013{time_format(programme.last_time)}"
    country = dict(holiday_countries()).get(programme.holidays_of, programme.holidays_of)
    since = _property(programme.workspace, programme.since_property) or _("the day when Kuule got to know them")
    pairs = [
        (_("Channels"), ", ".join(channel_word(each) for each in programme.channels)),
        (_("Each person"), _every(programme.period_days)),
        (_("First survey"), _first(programme.first_after_days)),
        (_("Counted from"), since),
        (_("Days of the week"), days),
        (_("Hours, on the person’s clock"), hours),
        (_("Not on the public holidays of"), country if programme.holidays_of else ""),
        (_("At most so many people a day"), str(programme.pace or "")),
        (_("Minutes for one unhappy answer"), str(programme.case_minutes or "")),
        (_("Hours a week that owners have for them"), str(programme.case_hours or "")),
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


def _every(days: int) -> str:
    return ngettext("every %(days)s day", "every %(days)s days", days) % {"days": days}


def _first(days: int) -> str:
    return ngettext("after %(days)s day", "after %(days)s days", days) % {"days": days}


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
