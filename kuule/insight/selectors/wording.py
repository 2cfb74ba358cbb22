"""Whether a language model may word suggestions: which one is set up, and which host a workspace agreed to."""

from typing import NamedTuple

from django.conf import settings

from kuule.insight.models import WordingConsent
from kuule.lib.chat_models import ChatModel
from kuule.workspaces.models import Workspace

PATIENCE_SECONDS = 20.0


class WordingState(NamedTuple):
    """A language model, the host it is at, and whether the workspace agreed that masked comments go there."""

    model: str
    host: str
    is_on: bool


def language_model() -> ChatModel | None:
    """Return the model that the operator set up, or None."""
    if not (settings.KUULE_LLM_URL and settings.KUULE_LLM_MODEL):
        return None
    return ChatModel(settings.KUULE_LLM_URL, settings.KUULE_LLM_MODEL, settings.KUULE_LLM_KEY, PATIENCE_SECONDS)


def wording_state(workspace: Workspace) -> WordingState | None:
    """Return which model could word suggestions and whether it may; None where no model is set up."""
    model = language_model()
    return WordingState(model.name, model.host, agreed_model(workspace) is not None) if model else None


def agreed_model(workspace: Workspace) -> ChatModel | None:
    """Return the model, if the workspace agreed that masked comments go to the host it is at now; else None."""
    model = language_model()
    is_agreed = model and WordingConsent.objects.filter(workspace=workspace, host=model.host).exists()
    return model if is_agreed else None
