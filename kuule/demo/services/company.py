"""Founding the demo company: its workspace, members, teams, properties and survey."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kuule.contacts.services import define_property
from kuule.demo.rules.story import Story
from kuule.surveys.models import Survey
from kuule.surveys.rules import Content
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import change_draft, create_from_starter, publish_survey
from kuule.workspaces.models import Member, Team, User, Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import add_member, change_workspace, form_team, found_workspace, register_user

SENDING = ("sender_name", "sender_email", "postal_address")


@dataclass(frozen=True, slots=True)
class Company:
    """The demo company. `members` go by the name in their address, `teams` by name; `actor` is the owner."""

    workspace: Workspace
    actor: Actor
    teams: Mapping[str, Team]
    members: Mapping[str, Member]
    survey: Survey


def found_company(*, story: Story, now: datetime) -> Company:
    """Found the workspace with everybody in it, and publish the survey."""
    company = story.company
    owner, *others = company["members"]
    founder = _register(story, owner, now)
    actor = Actor.user(founder.pk)
    workspace = found_workspace(
        name=company["name"],
        slug=company["slug"],
        owner=founder,
        actor=actor,
        now=now,
        language=company["language"],
        timezone=company["timezone"],
    )
    change_workspace(workspace=workspace, actor=actor, now=now, **{field: company[field] for field in SENDING})
    teams = {name: form_team(workspace=workspace, name=name, actor=actor, now=now) for name in company["teams"]}
    members = {
        _called(one): add_member(
            workspace=workspace,
            user=_register(story, one, now),
            role=one["role"],
            actor=actor,
            now=now,
            teams=[teams[name] for name in one["teams"]],
        )
        for one in others
    }
    for definition in company["properties"]:
        define_property(workspace=workspace, actor=actor, now=now, **definition)
    return Company(workspace, actor, teams, members, _published(story, workspace, actor, now))


def _published(story: Story, workspace: Workspace, actor: Actor, now: datetime) -> Survey:
    """Make and publish the survey, which asks to rate parts of the service at its end."""

    def change(content: Content) -> Content:
        return replace(content, questions=(*content.questions, *story.ratings))

    survey = create_from_starter(workspace=workspace, name=story.company["survey"], actor=actor, now=now)
    draft = newest_version(workspace, survey=survey)
    change_draft(version=draft, change=change, is_as_seen=lambda _: True, actor=actor, now=now)
    publish_survey(survey=survey, actor=actor, now=now)
    return survey


def _register(story: Story, member: Mapping[str, str], now: datetime) -> User:
    return register_user(email=member["email"], name=member["name"], password=story.company["password"], now=now)


def _called(member: Mapping[str, str]) -> str:
    return member["email"].partition("@")[0]
