"""What is filled in to collect answers at a place, on a website or by one's own link."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.models import Account
from kuule.contacts.selectors import account_by_text
from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import (
    KIOSK,
    LEAST_IDLE,
    MOST_IDLE,
    QR,
    WIDGET,
    KioskSettings,
    Settings,
    WidgetSettings,
    origin_of,
)
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED
from kuule.surveys.selectors import surveys_of
from kuule.workspaces.models import Workspace

MOST_ORIGINS = 20
# The field offers the names of accounts as somebody types; the page has the list `account-names`.
OFFERS_ACCOUNTS = {
    "autocomplete": "off",
    "list": "account-names",
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "#account-names",
}


class CollectorForm(forms.Form):
    """A way to collect answers: what it is called, and what its kind can be told."""

    name = forms.CharField(
        label=gettext_lazy("Place or campaign"),
        max_length=100,
        help_text=gettext_lazy("Such as “Counter in Oslo”. Only your colleagues see it."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, collector: Collector | None = None) -> None:
        known = {"name": collector.name, **self.told(collector)} if collector else {}
        super().__init__(data, initial=known)

    def told(self, collector: Collector) -> dict[str, Any]:
        """Return the settings as the form shows them."""
        return collector.of_kind.settings.read(collector.settings).as_json()

    def settings(self) -> Settings:
        """Return the settings as they were filled in. Ask only a form that is valid."""
        return Settings()


class KioskForm(CollectorForm):
    """A screen: how long it waits for somebody who has walked away."""

    idle_seconds = forms.IntegerField(
        label=gettext_lazy("Back to the start after so many seconds"),
        min_value=LEAST_IDLE,
        max_value=MOST_IDLE,
        initial=KioskSettings().idle_seconds,
        help_text=gettext_lazy("When nobody touches the screen. A score that was given until then is kept."),
    )

    def settings(self) -> KioskSettings:
        """Return how the screen behaves."""
        return KioskSettings(idle_seconds=self.cleaned_data["idle_seconds"])


class WidgetForm(CollectorForm):
    """A website: where the widget may stand, and who of the visitors without a name sees it."""

    origins = forms.CharField(
        label=gettext_lazy("Websites it may stand on"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "code"}),
        help_text=gettext_lazy("One on each line, such as https://www.example.com"),
    )
    share = forms.IntegerField(
        label=gettext_lazy("Share of visitors without a name, in percent"), min_value=0, max_value=100, initial=100
    )
    after_seconds = forms.IntegerField(
        label=gettext_lazy("Not before so many seconds on a page"), min_value=0, max_value=3_600, initial=10
    )
    after_pages = forms.IntegerField(
        label=gettext_lazy("Not before so many pages"), min_value=1, max_value=100, initial=1
    )

    def told(self, collector: Collector) -> dict[str, Any]:
        """Return the settings with the websites one on each line."""
        known = super().told(collector)
        return {**known, "origins": "\n".join(known["origins"])}

    def clean_origins(self) -> list[str]:
        """Return the origins. Refuses a line that names none, by its words."""
        lines = [line.strip() for line in self.cleaned_data["origins"].splitlines() if line.strip()]
        wrong = next((line for line in lines if not origin_of(line)), "")
        if wrong:
            raise forms.ValidationError(
                _("“%(line)s” is no address of a website. Write it with https:// and without a star.")
                % {"line": wrong[:60]}
            )
        if len(lines) > MOST_ORIGINS:
            raise forms.ValidationError(_("At most %(most)s websites.") % {"most": MOST_ORIGINS})
        return list(dict.fromkeys(map(origin_of, lines)))

    def settings(self) -> WidgetSettings:
        """Return where the widget may stand and who sees it."""
        names = ("origins", "share", "after_seconds", "after_pages")
        return WidgetSettings(**{name: self.cleaned_data[name] for name in names})


COLLECTOR_FORMS: Mapping[str, type[CollectorForm]] = {
    WIDGET.key: WidgetForm,
    KIOSK.key: KioskForm,
    QR.key: CollectorForm,
}


class MemberLinkForm(forms.Form):
    """Somebody's own link: to which survey, and for which customer."""

    survey = forms.ModelChoiceField(Survey.objects.none(), label=gettext_lazy("Survey"), empty_label=None)
    account = forms.CharField(
        label=gettext_lazy("Account"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=OFFERS_ACCOUNTS),
        help_text=gettext_lazy("If you share it with people of one customer only."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workspace: Workspace, account: Account | None = None
    ) -> None:
        super().__init__(data, initial={"account": account.name if account else ""})
        self._workspace = workspace
        survey = self.fields["survey"]
        assert isinstance(survey, forms.ModelChoiceField)  # noqa: S101
        self.fields["account"].widget.attrs["hx-get"] = reverse("account_names", args=[workspace.slug])
        survey.queryset = self.surveys = surveys_of(workspace).filter(state=PUBLISHED, is_anonymous=False)

    def clean_account(self) -> Account | None:
        """Return the account that was named, or None. Refuses a name that none or several have."""
        text = self.cleaned_data["account"]
        found = account_by_text(self._workspace, text=text) if text else []
        if text and not found:
            raise forms.ValidationError(_("No account is called “%(name)s”. Check the spelling.") % {"name": text})
        if len(found) > 1:
            raise forms.ValidationError(
                _("More than one account is called “%(name)s”. Write your id of the account instead.") % {"name": text}
            )
        return next(iter(found), None)
