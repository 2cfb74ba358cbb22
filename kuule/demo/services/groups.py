"""People who are no customers: how they come in, and the surveys that ask them."""

from datetime import datetime, timedelta

from kuule.contacts.models import Contact
from kuule.contacts.rules.wishes import Wishes
from kuule.contacts.services import add_contact
from kuule.demo.rules.happening import Visitor, members_of
from kuule.demo.rules.story import Story
from kuule.demo.services.company import Company
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.rules import STAFF

KNOWN_AHEAD = timedelta(days=40)


def add_employees(company: Company, *, story: Story, now: datetime) -> None:
    """Bring in those who work here; they are asked by the link that they get."""
    for visitor in members_of(story.groups.employees, story):
        add_person(company, visitor, STAFF, now)


def add_person(company: Company, visitor: Visitor, group: str, at: datetime, wishes: Wishes | None = None) -> Contact:
    """Add somebody to a group, with how they like to be reached."""
    return add_contact(
        workspace=company.workspace,
        name=visitor.name,
        email=visitor.email,
        phone=visitor.phone,
        title=visitor.title,
        language=visitor.language,
        group=group,
        wishes=wishes,
        actor=company.actor,
        now=at,
    )


def published(company: Company, name: str, starter: str, group: str, at: datetime) -> Survey:
    """Make a survey of a group and publish it."""
    actor = company.actor
    survey = create_from_starter(
        workspace=company.workspace, name=name, starter=starter, group=group, actor=actor, now=at
    )
    publish_survey(survey=survey, actor=actor, now=at)
    return survey
