"""Having suggested themes named in plain words by a language model, where a company wants that."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import structlog
from django.db import transaction

from kuule.insight.models import ThemeSuggestion, WordingConsent
from kuule.insight.rules.themes import OPEN
from kuule.insight.rules.wording import MOST_EXAMPLES, Wording, name_of_words, question_about, wording_in
from kuule.insight.selectors.theme_quotes import examples_of
from kuule.insight.selectors.wording import agreed_model, language_model
from kuule.lib.chat_models import ChatModel, NoReplyError
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

log = structlog.get_logger("kuule.insight")


@transaction.atomic
def switch_wording_on(*, workspace: Workspace, host: str, actor: Actor, now: datetime) -> WordingConsent:
    """Let the language model at a host word suggestions: masked comments go there from now on.

    Raises Refused("wording_host_changed") if the model is at another host, or none is set up.
    """
    model = language_model()
    if model is None or model.host != host:
        raise Refused("wording_host_changed")
    agreed, _is_new = WordingConsent.objects.update_or_create(
        workspace=workspace, defaults={"host": host, "given_at": now}
    )
    record(workspace=workspace, actor=actor, act="wording_switched_on", subject=agreed, now=now)
    return agreed


@transaction.atomic
def switch_wording_off(*, workspace: Workspace, actor: Actor, now: datetime) -> None:
    """Let no language model word anything. Twice the same does nothing."""
    agreed = WordingConsent.objects.filter(workspace=workspace).first()
    if agreed:
        record(workspace=workspace, actor=actor, act="wording_switched_off", subject=agreed, now=now)
        agreed.delete()


def word_suggestions(
    *, workspace: Workspace, suggestions: Sequence[ThemeSuggestion], may_go_on: Callable[[], bool]
) -> None:
    """Ask the language model that the workspace agreed to for a name of each suggestion; nothing where it did not.

    A suggestion without a usable reply keeps its words as its name. Nobody is asked further once the model is away, or
    `may_go_on` says no. Call it outside of a transaction: a reply takes seconds.
    """
    for suggestion in suggestions:
        model = agreed_model(workspace)
        if model is None or not may_go_on():
            return
        try:
            wording = _wording(model, suggestion)
        except NoReplyError as error:
            log.warning("suggestion_not_worded", suggestion=suggestion.pk, reason=error.reason)
            if error.is_away:
                return
            continue
        if wording:
            _keep(suggestion, wording, model)


def forget_examples(*, workspace_id: int, responses: Collection[int]) -> None:
    """Take answers out of suggestions, and what a model said of those: it may tell of a comment that is gone."""
    gone = set(responses)
    for suggestion in ThemeSuggestion.objects.filter(workspace=workspace_id) if gone else ():
        if not gone.isdisjoint(suggestion.responses):
            suggestion.responses = [each for each in suggestion.responses if each not in gone]
            if suggestion.worded_by:
                suggestion.names = {language: name_of_words(words) for language, words in suggestion.words.items()}
                suggestion.summary = suggestion.worded_by = ""
            suggestion.save(update_fields=["responses", "names", "summary", "worded_by"])


def _wording(model: ChatModel, suggestion: ThemeSuggestion) -> Wording | None:
    """Return how a model words a suggestion, None where no comment may leave. Raises NoReplyError."""
    [(language, words)] = suggestion.words.items()
    comments = examples_of(suggestion.workspace, suggestions=[suggestion], count=MOST_EXAMPLES)[suggestion.pk]
    if not comments:
        return None
    wording = wording_in(model.reply(question_about(language, words, comments)), language=language)
    if wording is None:
        raise NoReplyError("unfit")
    return wording


def _keep(suggestion: ThemeSuggestion, wording: Wording, model: ChatModel) -> None:
    """Keep a wording, unless the suggestion was decided on or lost a comment while the model thought."""
    [language] = suggestion.words
    ThemeSuggestion.objects.filter(pk=suggestion.pk, state=OPEN, responses=suggestion.responses).update(
        names={language: wording.name}, summary=wording.summary, worded_by=model.name
    )
