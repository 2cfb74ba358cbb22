"""The ways from a page to pages of higher rooms about the same thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuule.responses.selectors.heard import heard_of_account, heard_of_contact
from kuule.ui.formats import count
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Way:
    """A way up from a page to a page of a higher room about the same thing.

    `about` is what the address there asks for, made of the parts of the address here, such as `account={account_id}`.
    Without it the page there has the same parts. With `keeps_filters` it is asked for what the list here shows. With
    `counts` the way is there only if something is at its end, and says how much. A way `within` another, named by its
    page, is shown only where that one or one of its own is taken.
    """

    label: str | Promise
    icon: str
    permission: str
    page: str
    about: str = ""
    keeps_filters: bool = False
    counts: Callable[[Workspace, Mapping[str, Any]], int] | None = None
    within: str = ""

    def url(self, request: HttpRequest, parts: Mapping[str, Any]) -> str:
        """Return the address that the way leads to from the page that was asked for."""
        if not self.about and not self.keeps_filters:
            return reverse(self.page, kwargs=dict(parts))
        query = request.GET.urlencode() if self.keeps_filters else self.about.format(**parts)
        return reverse(self.page, args=[parts["slug"]]) + (f"?{query}" if query else "")

    def label_in(self, workspace: Workspace, parts: Mapping[str, Any]) -> str:
        """Return the label, with how much is at the end where that is counted; "" where nothing is."""
        if self.counts is None:
            return str(self.label)
        number = self.counts(workspace, parts)
        return f"{self.label} ({count(number)})" if number else ""


TO_HEARD = Way(
    _("Heard elsewhere"),
    "megaphone",
    "see_comments",
    "heard_list",
    about="account={account_id}",
    counts=lambda workspace, parts: heard_of_account(workspace, account_id=parts["account_id"]),
)
TO_HEARD_FROM = replace(
    TO_HEARD,
    about="contact={contact_id}",
    counts=lambda workspace, parts: heard_of_contact(workspace, contact_id=parts["contact_id"]),
)
TO_BELIEFS = Way(_("What we believe"), "scale", "see_results", "beliefs")
TO_BENCHMARKS = Way(_("Benchmarks"), "ruler", "see_results", "benchmarks")
TO_CERTIFICATES = Way(_("Certificates"), "badge-check", "see_results", "certificate_list")
TO_SENDING = Way(pgettext_lazy("settings", "Mail"), "mail-check", "see_members", "sending_domain")
TO_HOOKS = Way(_("Hooks"), "webhook", "change_keys", "hook_list")
TO_WEBHOOKS = Way(_("Webhooks"), "radio-tower", "change_keys", "webhook_list")
TO_ALERTS = Way(_("Alerts"), "bell", "change_workspace", "alert_list")
TO_ARCHIVE = Way(pgettext_lazy("settings", "Archive"), "archive", "change_workspace", "archive_new")
TO_DELIGHTED = Way(_("Delighted"), "plug", "change_keys", "delighted")
TO_CALCULATOR = Way(_("How many to ask"), "calculator", "see_results", "calculator")
# Each page of the place leads to its sisters.
VALUE_WAYS = (
    Way(_("Leadership page"), "presentation", "see_value", "executive"),
    Way(_("Value of a customer"), "gem", "see_value", "group_value"),
    Way(_("Customers by value"), "layers", "see_value", "value_segments", within="group_value"),
    Way(_("Own multipliers"), "chart-no-axes-column", "see_value", "multipliers", within="group_value"),
    Way(_("Earned growth"), "sprout", "see_value", "earned_growth"),
    Way(_("Renewals"), "calendar-clock", "see_value", "renewals"),
    Way(_("Did it work?"), "flask-conical", "see_value", "effect_list"),
    Way(_("Causes removed"), "eraser", "see_value", "causes_removed", within="effect_list"),
    Way(_("Message tests"), "message-square-text", "see_value", "message_test_list", within="effect_list"),
    Way(_("Does answering pay?"), "phone", "see_value", "answering_pays", within="effect_list"),
    Way(_("Money in"), "wallet", "see_value", "money_in"),
    Way(_("Ledger"), "table", "see_value", "ledger_list", within="money_in"),
    Way(_("Contracts"), "file-text", "see_value", "contract_list", within="money_in"),
    Way(_("Customer events"), "calendar-clock", "see_value", "event_list", within="money_in"),
    Way(_("Origins"), "signpost", "see_value", "origin_list", within="money_in"),
    Way(_("Exchange rates"), "arrow-left-right", "see_value", "rate_list", within="money_in"),
    Way(_("How money counts"), "settings", "see_value", "money_settings", within="money_in"),
)
IMPROVE_WAYS = (
    Way(_("Initiatives"), "wrench", "see_improvements", "initiative_list"),
    Way(_("Board"), "columns-3", "see_improvements", "initiative_board", within="initiative_list"),
    Way(_("Management agenda"), "presentation", "see_value", "management_agenda", within="initiative_list"),
    Way(_("Huddles"), "users", "see_huddles", "huddle_list"),
    Way(_("Who takes part"), "hand-helping", "see_huddles", "participation", within="huddle_list"),
    Way(_("Team pulse"), "activity", "see_results", "pulse_list", within="huddle_list"),
    Way(_("Goals"), "target", "see_improvements", "goal_list"),
    Way(_("Programme health"), "heart-pulse", "see_improvements", "health"),
    Way(_("Set-up"), "list-checks", "see_improvements", "programme_setup"),
)

CASE_WAYS = (
    Way(_("Inboxes"), "inbox", "see_cases", "case_list"),
    Way(_("Won back"), "heart-handshake", "see_cases", "recovered_list"),
    Way(_("Root causes"), "network", "see_cases", "cause_list"),
    Way(_("How soon we answer"), "timer", "see_cases", "service_level"),
    Way(_("Who can call"), "phone", "see_all_cases", "case_capacity"),
    Way(_("Rules"), "list-checks", "see_all_cases", "playbook_list"),
    Way(_("Absences"), "calendar-off", "see_cases", "absence_list"),
    Way(_("Working time"), "calendar", "see_cases", "calendar_list", within="absence_list"),
    Way(_("Reminders"), "bell", "change_playbooks", "case_settings", within="playbook_list"),
    Way(_("Customer panel"), "users-round", "see_all_cases", "panel_list"),
    Way(_("Letters"), "mail", "change_playbooks", "letter_settings"),
    Way(_("Your saved words"), "notebook-pen", "work_cases", "saved_words", within="letter_settings"),
)

TO_GOAL = Way(_("Set a goal"), "target", "change_improvements", "goal_new", keeps_filters=True)

# The lower room only shows the ways up: `{% for way in ways %}`.
WAYS: dict[str | None, tuple[Way, ...]] = {
    "account_page": (
        Way(
            pgettext_lazy("NPS", "Score"),
            "layout-dashboard",
            "see_results",
            "overview",
            about="account={account_id}&period=all",
        ),
        Way(_("Comments"), "message-square-text", "see_comments", "comment_list", about="account={account_id}"),
        Way(_("My link"), "link", "see_people", "my_links", about="account={account_id}"),
        TO_HEARD,
    ),
    "account_list": (Way(_("Coverage"), "radar", "see_people", "coverage"),),
    "import_page": (Way(_("Overview"), "layout-dashboard", "see_results", "overview", about="period=all"),),
    "contact_page": (
        Way(_("Ask by phone"), "phone", "call_people", "contact_call"),
        Way(_("Why asked or not"), "send", "see_people", "contact_asking"),
        TO_HEARD_FROM,
    ),
    "contact_list": (
        Way(_("My links"), "link", "see_people", "my_links"),
        Way(_("Ask these people"), "send", "send_surveys", "wave_new", keeps_filters=True),
    ),
    "survey_page": (
        Way(_("Results"), "chart-column", "see_results", "survey_results"),
        Way(_("Preview"), "eye", "see_surveys", "survey_preview"),
        Way(_("Other ways to ask"), "qr-code", "see_surveys", "collector_list"),
    ),
    "overview": (TO_BENCHMARKS, TO_BELIEFS, TO_CERTIFICATES, TO_CALCULATOR, TO_GOAL),
    "occurrence_list": (
        Way(_("Care"), "heart-handshake", "see_results", "touchpoint_care"),
        Way(_("Touchpoint"), "pencil", "change_surveys", "touchpoint_edit"),
    ),
    **dict.fromkeys(
        (
            *("settings", "member_list", "team_list", "privacy", "key_list", "audit_log", "sending_domain"),
            *("alert_list", "webhook_list", "delighted", "archive_new"),
        ),
        (TO_SENDING, TO_ALERTS, TO_HOOKS, TO_WEBHOOKS, TO_DELIGHTED, TO_ARCHIVE),
    ),
    **dict.fromkeys(("wave_list", "wave_new"), (TO_CALCULATOR,)),
    **dict.fromkeys((way.page for way in VALUE_WAYS), VALUE_WAYS),
    **dict.fromkeys((way.page for way in CASE_WAYS), CASE_WAYS),
    **dict.fromkeys((way.page for way in IMPROVE_WAYS), IMPROVE_WAYS),
}
