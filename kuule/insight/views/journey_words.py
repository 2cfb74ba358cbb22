"""What the pages about the journey say when something cannot be done."""

from django.utils.translation import gettext as _

from kuule.workspaces.rules import Refused


def refusal_of(refused: Refused) -> str:
    """Return why it was refused and what to do instead."""
    return {
        "name_taken": _("The journey has a stage with this name already. Choose another name."),
        "stage_in_use": _("This stage has touchpoints. Move them to another stage or archive them first."),
        "archived_inside": _(
            "Archived touchpoints belong to this stage, and there is no other stage for them. Add another stage first."
        ),
        "key_taken": _("Another touchpoint, maybe an archived one, has this key. Choose another."),
        "key_in_use": _("Other systems know this touchpoint by its key, so it cannot change any more."),
        "no_survey": _("Choose the survey to ask with, or switch asking off."),
        "survey_not_open": _("This survey takes no answers. Open it, choose another, or switch asking off."),
        "expires_too_soon": _("This is over before anybody is asked. Ask sooner, or ask for longer."),
    }.get(refused.code, _("This cannot be done now. Open the page again and try once more."))


# The field that a refusal is about; others are about the form as a whole.
FIELDS = {
    "key_taken": "key",
    "key_in_use": "key",
    "no_survey": "survey",
    "survey_not_open": "survey",
    "expires_too_soon": "expires_days",
}
