"""What we believe customers say, beside what they say."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuule.contacts.models import Account
from kuule.insight.answers.beliefs import Gap, GuessGap, PlaceGap, company_beliefs, gaps_by, guess_gap, quarter_of
from kuule.insight.query import Query
from kuule.insight.selectors.beliefs import belief_survey
from kuule.insight.selectors.guesses import (
    Guessed,
    accounts_to_guess,
    guess_count,
    guesses_are_asked,
    guesses_that_came_true,
)
from kuule.insight.services import set_guessing
from kuule.insight.templatetags.insight import address
from kuule.insight.views.asking import asking_context, read_query
from kuule.insight.views.rows import FigureRow, drawn_rows
from kuule.surveys.models import Survey
from kuule.surveys.rules import text_for
from kuule.ui.formats import signed
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Team

MOST_ACCOUNTS = 15
YEAR = "365d"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefRow(FigureRow):
    """A score of a table with, beside beliefs, how far customers are from it."""

    gap: Gap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account with its guesses and its answers."""

    account: Account
    guesses: Sequence[int]
    scores: Sequence[int]

    @property
    def miss(self) -> float:
        """Return how far the mean of the answers is from that of the guesses held against them."""
        return sum(self.scores) / len(self.scores) - sum(self.guesses) / len(self.guesses)

    @property
    def miss_words(self) -> str:
        """Return it with its sign, to a tenth."""
        return signed(self.miss, 1)

    @property
    def guesses_once(self) -> list[int]:
        """Return the guesses in their order, each once."""
        return list(dict.fromkeys(self.guesses))


@member_page("see_results")
def beliefs(request: MemberRequest) -> HttpResponse:
    """Set what the company's people believe, and what owners guessed, beside what customers said."""
    asked = read_query(request, "beliefs", period=YEAR)
    if asked.problems:
        context = asking_context(request, asked)
        return render(request, "insight/beliefs.html", context, status=HTTPStatus.BAD_REQUEST)
    query, workspace = asked.query, request.workspace
    gap, parts = company_beliefs(query)
    rows = guesses_that_came_true(query)
    survey = belief_survey(workspace)
    drawn, scale = _company_rows(workspace.slug, query, survey, gap, parts)
    context = {
        **asking_context(request, asked),
        "gap": gap,
        "rows": drawn,
        "scale": scale,
        "survey": survey,
        "guessed": guess_gap(rows, query) if rows else None,
        "guess_count": guess_count(workspace),
        "is_asking": guesses_are_asked(workspace),
        "teams": gaps_by(rows, query, lambda row: row.team_id, _teams(request)) if rows else [],
        "quarters": _quarters(rows, query),
        "accounts": _account_rows(request, rows),
        "mine": _mine(request, rows, query),
        "to_guess": len(accounts_to_guess(request.member, now=timezone.now())),
    }
    return render(request, "insight/beliefs.html", context)


@member_page("send_surveys")
@require_POST
def guesses_ask(request: MemberRequest) -> HttpResponse:
    """Begin to ask owners every week, or stop."""
    is_on = request.POST.get("ask") == "on"
    set_guessing(workspace=request.workspace, is_on=is_on, actor=request.actor, now=timezone.now())
    words = _("Owners are asked on Mondays.") if is_on else _("Owners are not asked any more.")
    messages.success(request, words)
    return redirect("beliefs", request.workspace.slug)


def _company_rows(
    slug: str, query: Query, survey: Survey | None, gap: Gap | None, parts: Sequence[PlaceGap]
) -> tuple[list[BeliefRow], SafeString]:
    if gap is None:
        return [], SafeString("")
    language = get_language() or "en"
    answers = reverse("survey_results", args=[slug, survey.pk]) if survey else ""
    rows = [
        BeliefRow(name=_("What customers say"), figure=gap.said, url=address(slug, "comment_list", query)),
        BeliefRow(name=_("What our people believe"), figure=gap.believed, url=answers, gap=gap),
        *(
            BeliefRow(name=text_for(each.texts, language), figure=each.gap.believed, url=answers, gap=each.gap)
            for each in parts
        ),
    ]
    return drawn_rows(rows)


def _teams(request: MemberRequest) -> Mapping[Hashable, str]:
    named = Team.objects.filter(workspace=request.workspace).values_list("pk", "name")
    return {None: _("No team"), **dict(named)}


def _quarters(rows: Sequence[Guessed], query: Query) -> list[GuessGap]:
    zone = ZoneInfo(query.timezone)
    names: dict[Hashable, str] = {quarter_of(row.answered_at, zone): "" for row in rows}
    found = gaps_by(rows, query, lambda row: quarter_of(row.answered_at, zone), {name: str(name) for name in names})
    return sorted(found, key=lambda each: each.name, reverse=True)


def _account_rows(request: MemberRequest, rows: Sequence[Guessed]) -> list[AccountRow]:
    of_account: dict[int, list[Guessed]] = {}
    for row in rows:
        of_account.setdefault(row.account_id, []).append(row)
    known = Account.objects.filter(workspace=request.workspace).in_bulk(list(of_account))
    found = [
        AccountRow(account=known[number], guesses=[row.guess for row in part], scores=[row.score for row in part])
        for number, part in of_account.items()
        if number in known
    ]
    return sorted(found, key=lambda row: (-abs(row.miss), row.account.name_key))[:MOST_ACCOUNTS]


def _mine(request: MemberRequest, rows: Sequence[Guessed], query: Query) -> GuessGap | None:
    own = [row for row in rows if row.member_id == request.member.pk]
    return guess_gap(own, query) if own else None
