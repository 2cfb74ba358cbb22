"""A name for a question."""

from django import forms
from django.utils.translation import gettext_lazy

from kuule.insight.query.saved import SAVED_PAGES
from kuule.insight.rules import LONGEST_VIEW_NAME

LONGEST_QUESTION = 20_000


class ViewNameForm(forms.Form):
    """What a view is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_VIEW_NAME)


class SaveViewForm(ViewNameForm):
    """A view as the menu of a page sends it."""

    page = forms.ChoiceField(choices=[(page, page) for page in SAVED_PAGES])
    question = forms.CharField(required=False, max_length=LONGEST_QUESTION)
    shared = forms.BooleanField(required=False)
