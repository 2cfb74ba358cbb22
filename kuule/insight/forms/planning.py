"""What a plan of a survey rests on: own figures to begin with, each of which can be changed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuule.insight.answers.planning import Assumptions
from kuule.insight.forms.beginnings import begun_with, sources_of
from kuule.insight.forms.fields import FigureField, plain
from kuule.insight.selectors.planning import OwnFigures
from kuule.ui.formats import signed

VERY_MANY = 1_000_000_000


class CalculatorForm(forms.Form):
    """Two questions, and what the answers to them depend on. What an address leaves out is filled with own figures."""

    margin = FigureField(label=gettext_lazy("Margin, ± points"), least=0.5, most=100)
    change = FigureField(label=gettext_lazy("Change, points"), least=0.5, most=200)
    detractors = FigureField(label=gettext_lazy("Detractors, %"), least=0, most=100)
    promoters = FigureField(label=gettext_lazy("Promoters, %"), least=0, most=100)
    people = FigureField(label=gettext_lazy("People to ask"), least=1, most=VERY_MANY, is_whole=True, required=False)
    rate = FigureField(label=gettext_lazy("Response rate, %"), least=0.1, most=100)
    minutes = FigureField(
        label=gettext_lazy("Minutes per detractor"),
        least=1,
        most=10_000,
        help_text=gettext_lazy("Read, call, write down what was promised. A guess to begin with."),
    )
    hours = FigureField(
        label=gettext_lazy("Hours a day for calls"),
        least=0.1,
        most=24,
        help_text=gettext_lazy("Of each owner. A guess to begin with."),
    )
    owners = FigureField(label=gettext_lazy("Owners who call"), least=1, most=100_000, is_whole=True)

    def __init__(self, params: Mapping[str, str], *, own: OwnFigures) -> None:
        begun = begun_with(own)
        super().__init__({name: params.get(name, begun[name]) for name in begun})
        for name, source in sources_of(own).items():
            self.fields[name].help_text = source

    def clean(self) -> dict[str, Any]:
        """Refuse shares that are more than everybody, and changes that no score can make."""
        values = self.cleaned_data
        detractors, promoters = values.get("detractors"), values.get("promoters")
        if detractors is None or promoters is None:
            return values
        if detractors + promoters > 100:
            self.add_error(
                "promoters",
                _("Promoters and detractors are %(sum)s %% together. More than 100 %% cannot be.")
                % {"sum": plain(detractors + promoters)},
            )
            return values
        score = promoters - detractors
        largest = 100 + abs(score)
        if values.get("change", 0) > largest:
            self.add_error(
                "change",
                _("From a score of %(score)s no score is that far away. At most %(most)s points are.")
                % {"score": signed(score), "most": plain(largest)},
            )
        return values

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """Return the two questions."""
        return [self["margin"], self["change"]]

    @property
    def known_fields(self) -> list[forms.BoundField]:
        """Return what is known of the customers."""
        return [self["detractors"], self["promoters"], self["people"], self["rate"]]

    @property
    def work_fields(self) -> list[forms.BoundField]:
        """Return what is known of those who call."""
        return [self["minutes"], self["hours"], self["owners"]]

    @property
    def assumptions(self) -> Assumptions:
        """Return what the plan rests on. The form must be valid."""
        values = self.cleaned_data
        return Assumptions(
            detractors=values["detractors"] / 100,
            promoters=values["promoters"] / 100,
            rate=values["rate"] / 100,
            people=None if values["people"] is None else int(values["people"]),
            minutes=float(values["minutes"]),
            hours=float(values["hours"]),
            owners=int(values["owners"]),
        )
