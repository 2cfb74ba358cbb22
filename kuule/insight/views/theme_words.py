"""Why something about themes cannot be done, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuule.workspaces.rules import Refused


def theme_refusal(refused: Refused) -> str:
    """Return why it was refused and what to do instead."""
    if refused.code in ("too_many_themes", "too_many_phrases"):
        return _most_words(refused.code, int(str(refused.params["most"])))
    if refused.code == "unfit_phrase":
        return _(
            "“%(phrase)s” cannot be looked for. Write one to six words of letters and digits; a * stands at the end "
            "of a word of three letters or more."
        ) % {"phrase": refused.params["phrase"]}
    return {
        "unknown_set": _("Choose one of the sets."),
        "theme_needs_name": _("Give it a name in one language at least."),
        "theme_name_taken": _("Another theme has this name already. Choose another name, or merge the two."),
        "theme_needs_words": _("Both themes need words. Leave some with the old one."),
        "same_theme": _("Choose another theme of this workspace."),
        "theme_archived": _("One of the two is archived. Bring it back first."),
        "theme_merged": _("It is part of another theme now and cannot come back by itself."),
        "suggestion_decided": _("Somebody has decided this meanwhile. Nothing was changed."),
    }.get(refused.code, _("This cannot be done now. Open the themes again and try once more."))


def _most_words(code: str, most: int) -> str:
    if code == "too_many_themes":
        words = ngettext(
            "There is room for %(most)s theme. Archive one first.",
            "There is room for %(most)s themes. Archive one first.",
            most,
        )
    else:
        words = ngettext("Write %(most)s phrase or fewer.", "Write %(most)s phrases or fewer.", most)
    return words % {"most": most}
