"""What respondents send, and what members fill in to collect answers."""

from kuule.responses.forms.collectors import (
    COLLECTOR_FORMS,
    CollectorForm,
    MemberLinkForm,
)
from kuule.responses.forms.sent import SentForm, sent_form

__all__ = ["COLLECTOR_FORMS", "CollectorForm", "MemberLinkForm", "SentForm", "sent_form"]
