"""Addresses of the API that is compatible with Delighted's, each with and without `.json`."""

from django.urls import re_path

from kuule.connect.views import delighted
from kuule.connect.views.delighted import endpoint

PLATFORM = "(?P<platform>email|sms)"
NAME = "(?P<name>[^/]+)"
PLACES = (
    (r"people", delighted.PEOPLE, "delighted_people"),
    (rf"people/{NAME}/survey_requests/pending", delighted.PENDING, "delighted_pending"),
    (r"survey_responses", delighted.ANSWERS, "delighted_answers"),
    (r"survey_responses/(?P<response>[0-9]{1,18})", delighted.ANSWER, "delighted_answer"),
    (r"metrics", delighted.METRICS, "delighted_metrics"),
    (r"unsubscribes", delighted.UNSUBSCRIBES, "delighted_unsubscribes"),
    (r"bounces", delighted.BOUNCES, "delighted_bounces"),
    (rf"autopilot/{PLATFORM}", delighted.AUTOPILOT, "delighted_autopilot"),
    (rf"autopilot/{PLATFORM}/memberships", delighted.MEMBERS, "delighted_members"),
)

urlpatterns = [
    *(re_path(rf"^v1/{place}(?:\.json)?$", endpoint(methods), name=name) for place, methods, name in PLACES),
    # Its own suffix: an address may end so itself.
    re_path(rf"^v1/people/{NAME}$", endpoint(delighted.PERSON), name="delighted_person"),
    re_path(r"^v1/", endpoint({}), name="delighted_unknown"),
]
