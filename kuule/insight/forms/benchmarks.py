"""A score of others, noted by hand."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuule.insight.models import Benchmark
from kuule.insight.rules.benchmarks import COUNTED, GRADES, KINDS, WAYS
from kuule.insight.services.benchmarks import BenchmarkThing
from kuule.insight.templatetags.benchmarks import counted_word, grade_words, kind_word, way_word
from kuule.responses.rules.heard import is_web_link

EARLIEST_YEAR = 2003
MOST_ANSWERS = 100_000_000
# Published shares are rounded, so that their difference may be a point off.
ROUNDING = 1.0


class BenchmarkForm(forms.Form):
    """Whose score it is, how large, of how many, and where it stands."""

    name = forms.CharField(
        label=gettext_lazy("Whose score"),
        max_length=120,
        help_text=gettext_lazy("An industry or a company, such as “Machine rental”."),
    )
    region = forms.CharField(label=gettext_lazy("Region"), required=False, max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("Customers"))
    year = forms.IntegerField(label=gettext_lazy("Year it was measured"), min_value=EARLIEST_YEAR)
    nps = forms.FloatField(label=pgettext_lazy("NPS", "Score"), min_value=-100, max_value=100)
    promoters = forms.FloatField(label=gettext_lazy("Promoters, %"), required=False, min_value=0, max_value=100)
    detractors = forms.FloatField(label=gettext_lazy("Detractors, %"), required=False, min_value=0, max_value=100)
    n = forms.IntegerField(
        label=gettext_lazy("Number behind it"),
        required=False,
        min_value=1,
        max_value=MOST_ANSWERS,
        help_text=gettext_lazy("Without it no interval can be made, and only chance on your side is counted."),
    )
    n_of = forms.ChoiceField(label=gettext_lazy("What this number counts"))
    way = forms.ChoiceField(label=gettext_lazy("Who was asked"))
    source = forms.CharField(label=pgettext_lazy("benchmark", "Source"), max_length=200)
    address = forms.CharField(
        label=gettext_lazy("Web address of the source"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    grade = forms.ChoiceField(label=gettext_lazy("How near to the source"))

    _choices: ClassVar[dict[str, Any]] = {
        "kind": (KINDS, kind_word),
        "n_of": (COUNTED, counted_word),
        "way": (WAYS, way_word),
        "grade": (GRADES, lambda grade: f"{grade}: {grade_words(grade)}"),
    }

    def __init__(self, data: Any, *, known: Benchmark | None = None) -> None:
        super().__init__(data, initial=_told(known) if known else None)
        for name, (keys, word) in self._choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
            field.choices = [(key, word(key)) for key in keys]

    def clean_year(self) -> int:
        """Return the year. Refuses one that is still to come."""
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("This year is still to come. Correct it."))
        return year

    def clean_address(self) -> str:
        """Return the address. Refuses what is no web address."""
        link = str(self.cleaned_data["address"]).strip()
        if link and not is_web_link(link):
            raise forms.ValidationError(_("This is not a web address. Write it with https:// in front."))
        return link

    def clean(self) -> dict[str, Any]:
        """Refuse shares that cannot belong to the score."""
        told = super().clean() or self.cleaned_data
        promoters, detractors, nps = (told.get(name) for name in ("promoters", "detractors", "nps"))
        if (promoters is None) != (detractors is None) and not {"promoters", "detractors"} & self.errors.keys():
            missing = "promoters" if promoters is None else "detractors"
            self.add_error(missing, _("Write both shares, or leave both empty."))
        if promoters is not None and detractors is not None and nps is not None:
            if promoters + detractors > 100 + ROUNDING:
                self.add_error("detractors", _("Promoters and detractors are more than 100 % together. Correct one."))
            elif abs(promoters - detractors - nps) > ROUNDING:
                self.add_error("nps", _("The score is promoters minus detractors. Correct it, or one of the shares."))
        return told

    @property
    def thing(self) -> BenchmarkThing:
        """Return what was filled in."""
        return BenchmarkThing(**self.cleaned_data)


def _told(known: Benchmark) -> dict[str, Any]:
    return {name: getattr(known, name) for name in BenchmarkThing.__dataclass_fields__}
