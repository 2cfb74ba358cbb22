"""One call of a tool: who calls, whether they may, what stands in the audit log, and the answer in its marks."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections
from django.utils import timezone, translation
from pydantic import ValidationError

from kuule.connect.mcp.calls import Caller, RefusedCallError
from kuule.connect.mcp.quoting import told
from kuule.connect.mcp.tools import TOOLS, AssistantTool
from kuule.lib.tokens import mint_token
from kuule.workspaces.rules import Actor
from kuule.workspaces.selectors import key_by_secret
from kuule.workspaces.services import record

MARK_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Talk:
    """Who is talked with, by the secret of their key, and whether that lasts longer than one request of the web."""

    secret: str
    lasts: bool = False


talk_now: ContextVar[Talk] = ContextVar("talk_now")


class CannotAnswerError(Exception):
    """Why a call is not answered, in words for the assistant."""


def tools_for_caller() -> Sequence[AssistantTool]:
    """Return the tools that the key of the caller opens."""
    return [tool for tool in TOOLS if tool.scope in _caller().key.scopes]


def answer_of(name: str, arguments: Mapping[str, Any]) -> str:
    """Return what a tool answers. Each call that a key may make leaves an audit line, answered or not.

    Raises CannotAnswerError.
    """
    caller = _caller()
    tool = next((each for each in TOOLS if each.name == name), None)
    if tool is None or tool.scope not in caller.key.scopes:
        raise CannotAnswerError("There is no such tool for this key. tools/list says which there are.")
    try:
        asked = tool.asks.model_validate(dict(arguments))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise CannotAnswerError("\n".join(faults)) from error
    workspace, actor = caller.key.workspace, Actor.key(caller.key.pk)
    record(workspace=workspace, actor=actor, act=tool.act, subject=caller.key, now=timezone.now())
    try:
        with translation.override("en"):
            answer = tool.run(caller, asked)
    except RefusedCallError as refused:
        raise CannotAnswerError(str(refused)) from refused
    return told(answer, mark=f"quoted-{mint_token()[:MARK_CHARACTERS]}")


def _caller() -> Caller:
    """Return who calls. A key that was revoked while somebody talked opens nothing any more."""
    talk = talk_now.get()
    if talk.lasts:
        # What the web does after each request: a database that was restarted meanwhile is found again.
        close_old_connections()
    key = key_by_secret(talk.secret, now=timezone.now())
    if key is None:
        raise CannotAnswerError("This API key does not work. Keys are made in the settings of Kuule.")
    return Caller(key, talk.secret)
