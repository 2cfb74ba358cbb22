"""Numbers as people write them."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kuule.contacts.rules import NUMBER
from kuule.contacts.rules.properties import typed_value
from kuule.ui.formats import count


class FigureField(forms.Field):
    """A number as people write it: `7,5`, `7.5`, `± 5`, `30 %`, `1 200`."""

    widget = forms.TextInput

    def __init__(self, *, least: float, most: float, is_whole: bool = False, **options: Any) -> None:
        self.least, self.most, self.is_whole = least, most, is_whole
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for the keys that a number takes."""
        del widget
        return {"inputmode": "numeric" if self.is_whole else "decimal", "autocomplete": "off", "maxlength": 20}

    def to_python(self, value: Any) -> float | None:
        """Return the number, or complain so that it can be mended."""
        text = str(value or "").strip().strip("±+%").strip()
        if not text:
            return None
        number = typed_value(text, NUMBER)
        if not isinstance(number, int | float):
            raise forms.ValidationError(_("This is not a number. Write digits only, such as 7.5 or 1200."))
        if self.is_whole and number != int(number):
            raise forms.ValidationError(_("Write a whole number."))
        if not self.least <= number <= self.most:
            raise forms.ValidationError(
                _("Write a number from %(least)s to %(most)s.")
                % {"least": plain(self.least), "most": count(int(self.most))}
            )
        return number


def plain(number: float) -> str:
    """Return a number with at most one decimal, in the reader's format: `7.5`, `5`."""
    tenths = round(number, 1)
    return number_format(tenths, 0 if tenths == int(tenths) else 1)
