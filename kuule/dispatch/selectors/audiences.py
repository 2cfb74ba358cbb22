"""The people that an audience names, of the group that a survey asks."""

from dataclasses import replace

from kuule.contacts.query import ContactFilter
from kuule.surveys.models import Survey


def audience_for(survey: Survey, audience: ContactFilter) -> ContactFilter:
    """Return the people of an audience whom a survey may ask: those of its group, so that groups are never mixed."""
    return replace(audience, group=survey.measures)
