"""What somebody said elsewhere, told by hand, and why something is deleted."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.contacts.models import Account
from kuule.contacts.selectors import account_by_text, languages_in_use
from kuule.responses.rules import heard as rules
from kuule.responses.rules.heard import Rating, is_web_link, read_rating
from kuule.responses.services.heard import HeardThing
from kuule.ui.formats import language_word
from kuule.workspaces.models import Workspace

LONGEST_REASON = 300


class HeardForm(forms.Form):
    """A review, a post or a ticket."""

    source = forms.CharField(
        label=gettext_lazy("Where it was said"),
        max_length=rules.LONGEST_SOURCE,
        help_text=gettext_lazy("Such as Trustpilot, LinkedIn or support ticket."),
        widget=forms.TextInput(attrs={"list": "heard-sources", "autocomplete": "off"}),
    )
    said_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    heading = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=rules.LONGEST_HEADING)
    rating = forms.CharField(
        label=gettext_lazy("Rating"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("As it was given: 4/5, 8/10, thumbs up or thumbs down."),
    )
    author = forms.CharField(label=gettext_lazy("Author"), required=False, max_length=rules.LONGEST_AUTHOR)
    link = forms.CharField(
        label=gettext_lazy("Link to it"),
        required=False,
        max_length=rules.LONGEST_LINK,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    reach = forms.IntegerField(
        label=gettext_lazy("Reach"),
        required=False,
        min_value=0,
        max_value=rules.MOST_REACH,
        help_text=gettext_lazy("How many people could see it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    account = forms.CharField(
        label=gettext_lazy("Account"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its name or your id of it, if you know whose words these are."),
    )

    def __init__(self, data: Any, *, workspace: Workspace) -> None:
        super().__init__(data)
        self._workspace = workspace
        codes = dict.fromkeys((*(code for code, _name in settings.LANGUAGES), *languages_in_use(workspace)))
        named = sorted(((code, language_word(code)) for code in codes), key=lambda each: each[1].casefold())
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", _("not said")), *named]

    def clean_said_on(self) -> datetime:
        """Return the middle of the day, so that no time zone makes it another."""
        day: date = self.cleaned_data["said_on"]
        moment = datetime.combine(day, time(12), ZoneInfo(self._workspace.timezone))
        if day > timezone.localdate() or day.year < 1970:
            raise forms.ValidationError(_("This day is still to come, or very long ago. Correct the date."))
        return moment

    def clean_rating(self) -> Rating | None:
        """Return the rating with the scale it names."""
        text = str(self.cleaned_data["rating"]).strip()
        rating = read_rating(text, "") if text else None
        if text and rating is None:
            raise forms.ValidationError(_("Write the scale with it: 4/5 or 8/10. Or write thumbs up or thumbs down."))
        return rating

    def clean_link(self) -> str:
        """Return the link. Refuses what is no web address."""
        link = str(self.cleaned_data["link"]).strip()
        if link and not is_web_link(link):
            raise forms.ValidationError(_("This is not a web address. Write it with https:// in front."))
        return link

    def clean_account(self) -> Account | None:
        """Return the account that was named."""
        name = str(self.cleaned_data["account"]).strip()
        found = account_by_text(self._workspace, text=name) if name else []
        if name and not found:
            raise forms.ValidationError(_("No account is called “%(name)s”. Check the spelling.") % {"name": name})
        if len(found) > 1:
            raise forms.ValidationError(
                _("More than one account is called “%(name)s”. Write your id of the account instead.") % {"name": name}
            )
        return found[0] if found else None

    @property
    def thing(self) -> HeardThing:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        return HeardThing(said_at=told.pop("said_on"), **told)


class RemovalForm(forms.Form):
    """Why something that was heard is deleted."""

    reason = forms.CharField(max_length=LONGEST_REASON)
