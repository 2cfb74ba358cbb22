"""The properties of people and accounts as what questions can be for: the snapshot of an answer holds them."""

from functools import partial

from django.utils.translation import gettext as _

from kuule.contacts.query import ACCOUNT_PREFIX, ROLE_KEY
from kuule.contacts.rules import BOOLEAN, CONTACT_ROLES, DATE
from kuule.contacts.rules.keys import as_text
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.contacts.selectors.properties import definitions
from kuule.contacts.templatetags.contacts import contact_role
from kuule.surveys.selectors import Fact, FactSource
from kuule.workspaces.models import Workspace


def property_facts(workspace: Workspace) -> list[Fact]:
    """Return the role and every property of people and accounts, by label."""
    found = [Fact(ROLE_KEY, _("Role in the account"), read=_role, shown=lambda role: contact_role(role) or role)]
    for each in definitions(workspace):
        is_account = each.of == "account"
        words = _("%(name)s (account)") if is_account else _("%(name)s (person)")
        fact = Fact(
            ACCOUNT_PREFIX + each.key if is_account else each.key,
            words % {"name": each.label},
            is_date=each.kind == DATE,
            read=partial(_read, kind=each.kind),
            shown=_yes_or_no if each.kind == BOOLEAN else str,
        )
        found.append(fact)
    return found


PROPERTY_FACTS = FactSource(property_facts)


def _read(text: str, kind: str) -> str | None:
    value = typed_value(text, kind) if text else None
    return None if value is None or isinstance(value, Unreadable) else as_text(value)


def _role(text: str) -> str | None:
    by_words = {contact_role(role).casefold(): role for role in CONTACT_ROLES} | {role: role for role in CONTACT_ROLES}
    return by_words.get(text.casefold())


def _yes_or_no(value: str) -> str:
    return {"true": _("Yes"), "false": _("No")}.get(value, value)
