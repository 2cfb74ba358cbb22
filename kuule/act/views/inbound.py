"""The address to which a mail provider posts mails that came in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from kuule.dispatch.channels.provider_hooks import provider_answer

# With files in it, written in letters and digits.
LARGEST_MAIL = 35_000_000


@csrf_exempt
def incoming_mail(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Take a mail that a provider received for us, as `provider_answer` says."""
    return provider_answer(request, secret=secret, view=settings.KUULE_INBOUND_VIEW, largest=LARGEST_MAIL)
