"""A question in the query of a request, as it stands in the address of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Schema

from kuule.insight import query as queries
from kuule.insight.query import DEFAULT_PERIOD, Problem
from kuule.insight.selectors.choices import unknown_in
from kuule.insight.selectors.matching import hidden_reason
from kuule.insight.selectors.questions import Question, question_in
from kuule.lib.problems import FieldError
from kuule.workspaces.auth import KeyRequest
from kuule.workspaces.endpoints.faults import not_valid

LONGEST = 200


class QuestionIn(Schema):
    """Which answers are meant: what a page has in its address after the question mark. Empty asks nothing."""

    family: str = Field("", max_length=LONGEST, description="relationship, transactional, employee …")
    whom: str = Field("", max_length=LONGEST, description="The group of people asked; customers where none is named.")
    period: str = Field("", max_length=LONGEST, description="`90d`, `12m` or `all`.")
    since: str = Field("", max_length=LONGEST, description="First day, in place of a period: 2026-01-01.")
    until: str = Field("", max_length=LONGEST, description="Last day.")
    survey: str = Field("", max_length=LONGEST, description="Id of a survey.")
    account: str = Field("", max_length=LONGEST, description="Id of an account, or `none`.")
    team: str = Field("", max_length=LONGEST, description="Id of the team of the account, or `none`.")
    touchpoint: str = Field("", max_length=LONGEST, description="Id of a touchpoint, or `none`.")
    theme: str = Field("", max_length=LONGEST, description="Id of a theme, or `none`.")
    urgent: str = Field("", max_length=LONGEST, description="A kind of urgency, or `any`.")
    sentiment: str = Field("", max_length=LONGEST, description="How comments sound.")
    role: str = Field("", max_length=LONGEST, description="`decision_maker`, `influencer`, `user` or `none`.")
    group: str = Field("", max_length=LONGEST, description="promoter, passive or detractor.")
    score: str = Field("", max_length=LONGEST, description="One score, from 0 to 10.")
    language: str = Field("", max_length=LONGEST, description="Code of the language of the answer.")
    channel: str = Field("", max_length=LONGEST, description="How people were asked.")
    rest_of: str = Field("", max_length=LONGEST, description="A segment that is left out: `role:user`.")
    first: str = Field("", max_length=LONGEST, description="The quarter in which people first answered: 2026-q1.")
    search: str = Field("", max_length=LONGEST, description="Words of the comment.")
    comment: str = Field("", max_length=LONGEST, description="`1`: only answers with a comment.")
    property: str = Field("", max_length=LONGEST, description="Key of a property; `p.KEY=VALUE` does the same.")
    value: str = Field("", max_length=1_000, description="What that property should be.")
    bucket: str = Field("", max_length=LONGEST, description="day, week, month or quarter.")
    by: str = Field("", max_length=LONGEST, description="What to cut by: account, role, …, or `p.KEY`.")


class Asked(Schema):
    """What was asked, as an address has it: with the defaults that were filled in."""

    query: dict[str, str]
    hidden: str = Field(description="Why anonymous answers are not shown, or empty.")


@dataclass(frozen=True, slots=True)
class Read:
    """A question that can be asked, and why its figures stay hidden, or ""."""

    params: Mapping[str, str]
    question: Question
    query: Any
    hidden: str

    @property
    def surveys(self) -> Any:
        """Return the surveys of the family."""
        return self.question.families.of(self.query)

    @property
    def asked(self) -> dict[str, Any]:
        """Return what every answer says of the question."""
        return {"query": self.query.to_params(), "hidden": self.hidden}


def read(request: KeyRequest, asked: QuestionIn, *, period: str = DEFAULT_PERIOD, for_words: bool = False) -> Read:
    """Return the question of a request; refuse one with a part that cannot be asked."""
    # Names of properties are the workspace's own: no schema can list them.
    properties = {name: value for name, value in request.GET.items() if name.startswith(queries.PROPERTY)}
    params = asked.model_dump(exclude_unset=True) | properties
    question = question_in(params, workspace=request.workspace, now=timezone.now(), period=period)
    refuse(question.problems)
    query = question.query
    hidden = hidden_reason(query, among=question.families.of(query), for_words=for_words)
    return Read(params, question, query, hidden)


def refuse_unknown(found: Read, cut: queries.Query) -> None:
    """Refuse a question that is cut by what the workspace has not."""
    refuse(unknown_in(cut, found.question.choices))


def refuse(problems: Any) -> None:
    """Refuse what cannot be asked: its figures would answer another question."""
    if problems:
        raise not_valid([_error(each) for each in dict.fromkeys(problems)])


def _error(problem: Problem) -> FieldError:
    words = {
        "date": _("This is no day. Write it like 2026-11-20."),
        "reversed": _("The last day is before the first day. Swap them."),
        "period": _("This is no period. Write it like 90d (days), 12m (months) or all."),
        "unknown_property": _("This workspace has no such property."),
        "half_a_property": _("A property and its value go together. Give both."),
        "same_twice": _("Rows and columns are the same. Choose two different ones."),
        "too_many": _("So many cannot be asked for at a time."),
    }
    detail = words.get(problem.code) or _("This is not something that can be asked for here.")
    return FieldError(field=problem.param, code=problem.code, detail=detail)
