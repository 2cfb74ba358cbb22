"""Where rows name other rows without a foreign key: in plain numbers, in texts, and inside JSON.

All rows of an archive get ids that are higher by the same number, so that it need not be known which table is meant.
A test fails for a new column of whole numbers or JSON that is not listed here.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kuule.act.rules.letters import ESCALATION, REMINDER
from kuule.dispatch.rules.reasons import LIMIT, limit_name
from kuule.insight.query import IDS, line_params
from kuule.insight.query.reading import REST_MARK
from kuule.text.archives import UnreadableModel
from kuule.text.theme_models import ThemesModel

Renumber = Callable[[int], int]

_AUDIENCE = ("account_id", "team_id", "ids[]")
_COLUMNS = ("account_id", "contact_id", "owner_id", "team_id", "parent_id")
# Paths to ids: `[]` steps into each item of a list.
PATHS: Mapping[str, tuple[str, ...]] = {
    "dispatch.wave.audience": _AUDIENCE,
    "dispatch.programme.audience": _AUDIENCE,
    "jobs.job.params": ("import", "themes[]", "mapping.options.survey", "mapping.options.touchpoint"),
    "jobs.job.result": ("undo",),
    "contacts.columnmemory.mapping": ("options.survey", "options.touchpoint"),
    "contacts.importchange.before": _COLUMNS,
    "contacts.importchange.after": _COLUMNS,
    "insight.themesuggestion.responses": ("[]",),
    "economics.treatmentchange.before": ("accounts[]",),
    "act.playbook.themes": ("[]",),
    "act.playbook.account_owners": ("[]",),
    "act.letter.params": ("response", "incoming", "initiative", "part", "goal", "huddle", "turn", "survey"),
    "act.caseevent.params": ("action", "case_id", "incoming", "letter", "to", "to[]", "to_team", "was"),
    "act.huddle.agenda": (
        *("heard[].theme", "heard[].responses[]", "praise[].response", "praise[].named[]", "cases[].case"),
        "promises[]",
    ),
}
# Parameters of an `insight.Query`.
QUESTIONS = ("insight.savedview.params", "insight.certificate.params", "act.goal.segment")
# JSON that names no rows: keys, words, figures, and what people answered.
WITHOUT_IDS = frozenset(
    {
        "workspaces.purpose.notice",
        *(f"contacts.{name}.properties" for name in ("account", "contact")),
        "contacts.importedrow.cells",
        *(f"surveys.surveyversion.{name}" for name in ("languages", "questions", "texts")),
        *(f"surveys.touchpoint.{name}" for name in ("channels", "reminders", "conditions")),
        *(f"dispatch.programme.{name}" for name in ("channels", "reminders")),
        *(f"dispatch.wave.{name}" for name in ("channels", "reminders")),
        *(f"dispatch.{name}.properties" for name in ("invitation", "occurrence")),
        *("dispatch.inboundhook.mapping", "dispatch.careplan.steps", "dispatch.careplan.stop_if"),
        *("dispatch.careact.subject", "dispatch.careact.words", "dispatch.collector.settings"),
        "dispatch.sendingdomain.findings",
        *(f"responses.response.{name}" for name in ("answers", "not_asked", "properties")),
        *("responses.responserevision.answers", "responses.heard.properties"),
        "insight.urgentphrases.phrases",
        *(f"insight.{table}.{name}" for table in ("theme", "themesuggestion") for name in ("names", "words")),
        *("economics.treatment.touched", "economics.treatment.comparison"),
        *("economics.messagetest.groups", "economics.messagetest.messages"),
        *(f"act.playbook.{name}" for name in ("groups", "families", "conditions", "note_moments")),
        *("act.lettersettings.thanks_since", "act.workcalendar.weekdays", "act.huddleplan.weekdays"),
        *("act.huddle.ticked", "act.incomingletter.left_out", "act.initiativeentry.params"),
        *(f"act.initiative.{name}" for name in ("segment", "told", "said", "did")),
        *("act.pulse.questions", "act.pulseanswer.scores", "connect.membership.properties"),
    }
)
# Whole numbers that are ids of rows.
LOOSE = frozenset(
    {
        "workspaces.auditentry.object_id",
        "contacts.importchange.row_id",
        "contacts.erasure.contact_id",
        "dispatch.wave.planned_to",
        "dispatch.askhold.about_id",
        "insight.certificate.newest_answer",
        *(f"responses.verbatimchange.{name}" for name in ("row_id", "after")),
        "act.answernews.row_id",
        *(f"connect.{of}telling.row_id" for of in ("answer", "stop", "invitation", "case", "initiative")),
    }
)
# Whole numbers that are ids of people who sign in where the column named here says so.
A_PERSON = "user"
LOOSE_PEOPLE: Mapping[str, str] = {
    "workspaces.auditentry.actor_id": "actor_kind",
    "responses.responserevision.changed_by_id": "changed_by_kind",
}
# Whole numbers that count something.
COUNTS = frozenset(
    {
        *(f"jobs.job.{name}" for name in ("position", "done", "total")),
        *("contacts.importproblem.line", "contacts.importedrow.line", "insight.commentreading.lot"),
    }
)
# Texts that are made of a word and ids: what is written once, and the rule that held somebody back.
KEYS = frozenset({"act.letter.once_key"})
RULES = frozenset({"dispatch.askdecision.rule", "dispatch.occurrence.rule", "dispatch.invitation.reason"})

# What was learned about themes, which it knows by their ids; and bytes that name nothing.
LEARNED = frozenset({"insight.textmodel.state"})
PLAIN_BYTES = frozenset({"insight.commentvector.vector"})

# Days and moments within keys are digits too.
_ID_IN_KEY = re.compile(r"\d{1,12}")


def renumbered(column: str, value: Any, by: Renumber) -> Any:
    """Return a value of a column that is no foreign key, with the ids in it as `by` says."""
    if column in LOOSE:
        return by(value) if value else value
    if column in PATHS:
        for path in PATHS[column]:
            value = _at(value, path, by)
    elif column in QUESTIONS:
        return _question(value, by)
    elif column in LEARNED:
        return _learned(bytes(value), by)
    elif column in KEYS:
        return _key(value, by)
    elif column in RULES and (number := value.removeprefix(LIMIT)) != value:
        return limit_name(by(int(number)))
    return value


def _at(value: Any, path: str, by: Renumber) -> Any:
    """Return a value with what stands at the end of a path renumbered; a path that leads nowhere changes nothing."""
    if not path:
        return _number(value, by)
    if path.startswith("[]"):
        rest = path[2:].removeprefix(".")
        return [_at(each, rest, by) for each in value] if isinstance(value, list) else value
    step = re.match(r"[^.\[]+", path)
    name = step[0] if step else path
    if not isinstance(value, dict) or name not in value:
        return value
    return {**value, name: _at(value[name], path[len(name) :].removeprefix("."), by)}


def _number(value: Any, by: Renumber) -> Any:
    if isinstance(value, str):
        return str(by(int(value))) if value.isdecimal() else value
    return by(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _question(params: dict[str, Any], by: Renumber) -> dict[str, Any]:
    asked = {name: _number(value, by) if name in IDS else value for name, value in params.items()}
    cut, mark, segment = str(asked.get("rest_of", "")).partition(REST_MARK)
    if mark and cut in IDS:
        asked["rest_of"] = f"{cut}{mark}{_number(segment, by)}"
    if asked.get("by") in IDS:
        segments = {name: asked[name] for name in ("segment", "other", *line_params()) if name in asked}
        asked |= {name: _number(value, by) for name, value in segments.items()}
    return asked


def _learned(state: bytes, by: Renumber) -> bytes:
    try:
        model = ThemesModel.from_bytes(state)
    except UnreadableModel:  # of sentiment, which knows no themes; or of a Kuule that learned otherwise
        return state
    return model.with_keys(lambda key: str(by(int(key)))).to_bytes()


def _key(key: str, by: Renumber) -> str:
    """Return a key such as `reminder 13 1 8`, a purpose and ids; the second number of a reminder is its level."""
    purpose, *words = key.split(" ")
    level = 1 if purpose in (REMINDER, ESCALATION) else None
    told = [str(by(int(w))) if place != level and _ID_IN_KEY.fullmatch(w) else w for place, w in enumerate(words)]
    return " ".join((purpose, *told))
