"""Why an act in a case was refused, and how to mend it, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kuule.act.models import CaseEvent
from kuule.act.rules import cases as acts
from kuule.workspaces.rules import Refused

# On which field of a form a lack is shown; the others stand above it.
FIELDS = {
    acts.NO_WORDS: "words",
    acts.NO_NOTE: "words",
    acts.NO_OUTCOME: "outcome",
    acts.NO_CAUSE: "cause",
    acts.BAD_MOMENT: "until",
    acts.DAY_OVER: "due_on",
    acts.SAME_OWNER: "to",
    "no_name": "new_cause",
    "too_deep": "new_cause",
}


def refusals_of(refused: Refused) -> Sequence[tuple[str, str]]:
    """Return each thing that is wrong as the field it concerns ("" for none) and what to do."""
    lacks = refused.params.get("lacks")
    codes = lacks if isinstance(lacks, list) else [refused.code]
    return [(FIELDS.get(code, ""), refusal_text(code, refused)) for code in codes]


def refusal_text(code: str, refused: Refused) -> str:
    """Return what is wrong and what to do."""
    if code == acts.CHANGED_SINCE:
        return _meanwhile(refused)
    texts = {
        acts.NOT_OPEN: _("This case is not open any more, so nothing was changed."),
        acts.NOT_CLOSED: _("This case is not closed, so nothing was changed."),
        acts.NOT_MERGED: _("This case is not merged any more, so nothing was changed."),
        acts.NO_WORDS: _("Write a word about why: whoever reads the case later will ask."),
        acts.TOO_LONG: _("This is too long. Please shorten it."),
        acts.NO_OUTCOME: _("Say what came of it."),
        acts.NO_CONTACT: _(
            "Nobody has reached the customer yet. Log the call or the letter first, or say that they could not be "
            "reached."
        ),
        acts.NO_CAUSE: _("Name the root cause: it is what the company learns from this case."),
        acts.NO_NOTE: _("A note is asked for here, so that the next person knows what happened."),
        acts.PROMISES_OPEN: _("Something was promised and is neither done nor dropped. Settle it first."),
        acts.BAD_MOMENT: _("Choose a later day that is not too far away."),
        acts.DAY_OVER: _("This day is over. Choose a day from today on."),
        acts.ANOTHER_CUSTOMER: _("Only cases of the same person or account can be merged."),
        acts.IN_ITSELF: _("A case cannot be merged into itself."),
        acts.SAME_OWNER: _("The case is theirs already."),
        "cannot_work": _("This person cannot work on cases. Choose somebody else."),
        "action_settled": _("Somebody has settled this promise already."),
        "pass_used": _("This link has done its work."),
        "no_team": _("This case has no team to go back to. Open it to hand it to somebody."),
        "nobody": _("Nobody knows who gave this answer, so there is nobody to call."),
        "no_name": _("Give the cause a name."),
        "name_taken": _("There is a cause of this name in the same place."),
        "below_itself": _("A cause cannot go below itself."),
        "too_deep": _("The tree has three levels at most. Choose a wider cause."),
    }
    return texts.get(code, _("This cannot be done now. Open the case again and try once more."))


def _meanwhile(refused: Refused) -> str:
    event = refused.params["event"]
    if isinstance(event, CaseEvent) and event.by is None and "key" in event.params:
        return _("A program did something in this case meanwhile, so nothing was changed. Read it, then decide again.")
    if not isinstance(event, CaseEvent) or event.by is None:
        return _(
            "The customer wrote back while you had this page open, so nothing was changed. Read it, then decide again."
        )
    return _(
        "%(name)s did something in this case while you had this page open, so nothing was changed. "
        "Look at the history, then decide again."
    ) % {"name": event.by}
