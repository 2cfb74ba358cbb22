"""What can be chosen about people and accounts, and how an account is named by typing."""

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils.translation import gettext as _

from kuule.contacts.models import Account
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.contacts.rules import CONTACT_ROLES
from kuule.contacts.rules.languages import language_code
from kuule.contacts.rules.wishes import REACHING
from kuule.contacts.selectors import account_by_text, definitions, languages_in_use
from kuule.contacts.templatetags.contacts import contact_role, reaching_word
from kuule.ui.formats import language_word
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import PEOPLE_GROUPS
from kuule.workspaces.templatetags.workspaces import people_group

Choices = list[tuple[str, Any]]

# What makes a text field offer the names of accounts as somebody types; the page has the list `account-names`.
OFFERS_ACCOUNTS = {
    "autocomplete": "off",
    "list": "account-names",
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "#account-names",
}


def role_choices() -> Choices:
    """Return the roles that people have in their account."""
    return [(role, contact_role(role)) for role in CONTACT_ROLES]


def channel_choices() -> Choices:
    """Return the channels that reach people at an address of their own."""
    return [(each, reaching_word(each)) for each in REACHING]


def group_choices() -> Choices:
    """Return the groups of people."""
    return [(group, people_group(group)) for group in PEOPLE_GROUPS]


def used_languages(workspace: Workspace) -> Choices:
    """Return the languages that contacts of a workspace have, by their names."""
    return _by_name(languages_in_use(workspace))


def all_languages(*present: str) -> Choices:
    """Return every language that has a name in the reader's language, and the present ones."""
    codes = {language_code(code) for code, info in LANG_INFO.items() if "name" in info}
    return _by_name({*(code for code in codes if code), *(code for code in present if code)})


def _by_name(codes: Any) -> Choices:
    return sorted(((code, language_word(code)) for code in codes), key=lambda choice: choice[1].casefold())


@cache
def time_zones() -> Choices:
    """Return the time zones by continent, as grouped choices."""
    groups: dict[str, Choices] = {}
    for name in sorted(zoneinfo.available_timezones()):
        continent, _slash, place = name.partition("/")
        if place and continent not in ("Etc", "posix", "right", "SystemV"):
            groups.setdefault(continent, []).append((name, place.replace("_", " ").replace("/", " – ")))
    return list(groups.items())


def property_choices(workspace: Workspace, *, of: str = "") -> Choices:
    """Return the properties of contacts, accounts or both; the key of an account's has a prefix when both are asked."""
    if of:
        return [(each.key, each.label) for each in definitions(workspace, of=of)]
    return [
        (ACCOUNT_PREFIX + each.key, _("Account: %(label)s") % {"label": each.label})
        if each.of == "account"
        else (each.key, each.label)
        for each in definitions(workspace)
    ]


def named_account(workspace: Workspace, text: str) -> Account | None:
    """Return the account that somebody named by its name or your id, or None for no text.

    Raises:
        ValidationError: there is none, or more than one.
    """
    if not text:
        return None
    found = account_by_text(workspace, text=text)
    if not found:
        raise forms.ValidationError(_("No account is called “%(name)s”. Check the spelling.") % {"name": text})
    if len(found) > 1:
        raise forms.ValidationError(
            _("More than one account is called “%(name)s”. Write your id of the account instead.") % {"name": text}
        )
    return found[0]


def offer_accounts(form: forms.BaseForm, workspace: Workspace) -> None:
    """Let the field `account` of a form ask for names as somebody types."""
    form.fields["account"].widget.attrs["hx-get"] = reverse("account_names", args=[workspace.slug])


def choose(form: forms.BaseForm, name: str, choices: Choices, *, nothing: str) -> None:
    """Fill a select of a form; `nothing` is the option that says nothing."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
    field.choices = [("", nothing), *choices]
