"""What can be read about the demo: its files, and how to sign in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kuule.demo.rules.comments import Comment
from kuule.demo.rules.story import AccountSketch, Names, Story
from kuule.dispatch.models import Delivery, Wave
from kuule.dispatch.rules import DUE
from kuule.workspaces.selectors import members, workspace_by_slug

FILES = Path(__file__).parent / "story"
COMMENT_LANGUAGES = ("en", "fi", "sv", "de")


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """How to sign in to the demo company as its owner."""

    email: str
    password: str


def story() -> Story:
    """Return the story as its files tell it."""
    people = _read("people")
    return Story(
        company=_read("company"),
        accounts=[AccountSketch(**sketch) for sketch in _read("accounts")],
        languages=people["languages"],
        names={culture: Names(**names) for culture, names in people["names"].items()},
        titles=people["titles"],
        comments={language: _comments(language) for language in COMMENT_LANGUAGES},
    )


def demo_sign_in() -> DemoSignIn | None:
    """Return the sign-in of the demo's owner; None without a demo, or once the password is no longer the known one."""
    company = _read("company")
    workspace = workspace_by_slug(company["slug"])
    owner = company["members"][0]["email"]
    member = members(workspace).filter(user__email=owner).first() if workspace else None
    if member is None or not member.user.check_password(company["password"]):
        return None
    return DemoSignIn(owner, company["password"])


def waiting_deliveries(wave: Wave) -> list[Delivery]:
    """Return the messages of a wave that wait to be handed over, with all that an answer to them needs."""
    waiting = Delivery.objects.filter(workspace=wave.workspace_id, invitation__wave=wave, state=DUE)
    return list(waiting.select_related("workspace", "invitation__contact__account"))


def _comments(language: str) -> dict[str, list[Comment]]:
    return {theme: [Comment(*one) for one in them] for theme, them in _read(f"comments.{language}").items()}


def _read(name: str) -> Any:
    return json.loads((FILES / f"{name}.json").read_bytes())
