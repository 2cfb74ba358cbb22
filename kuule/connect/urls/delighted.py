"""Addresses of the API that is compatible with Delighted's, each with and without `.json`."""

from django.urls import re_path

from kuule.connect.views import delighted
from kuule.connect.views.delighted import endpoint

PLATFORM = "(?P<platform>email|sms)"
NAME = "(?P<name>[^/]+)"
PLACES = (
    (r"people", delighted.PEOPLE),
    (rf"people/{NAME}/survey_requests/pending", delighted.PENDING),
    (r"survey_responses", delighted.ANSWERS),
    (r"survey_responses/(?P<response>[0-9]{1,18})", delighted.ANSWER),
    (r"metrics", delighted.METRICS),
    (r"unsubscribes", delighted.UNSUBSCRIBES),
    (r"bounces", delighted.BOUNCES),
    (rf"autopilot/{PLATFORM}", delighted.AUTOPILOT),
    (rf"autopilot/{PLATFORM}/memberships", delighted.MEMBERS),
)

urlpatterns = [
    *(re_path(rf"^v1/{place}(?:\.json)?$", endpoint(methods)) for place, methods in PLACES),
    # Its own suffix: an address may end so itself.
    re_path(rf"^v1/people/{NAME}$", endpoint(delighted.PERSON)),
    re_path(r"^v1/", endpoint({})),
]
