"""What is filled in to ask people."""

from kuule.dispatch.forms.audience import AUDIENCE, AudienceForm, role_choices
from kuule.dispatch.forms.limits import LimitForm
from kuule.dispatch.forms.programmes import ProgrammeForm
from kuule.dispatch.forms.waves import LATER, NOW, WaveForm, name_of_month

__all__ = [
    "AUDIENCE",
    "LATER",
    "NOW",
    "AudienceForm",
    "LimitForm",
    "ProgrammeForm",
    "WaveForm",
    "name_of_month",
    "role_choices",
]
