"""What a person reads when the rules of the trade do not allow something."""

from django import forms
from django.utils.translation import gettext as _

from kuule.workspaces.rules import Refused


def refusal(refused: Refused) -> str:
    """Return the sentence for a refusal: what stands in the way, and what to do."""
    sentences = {
        "address_taken": _("Somebody signs in with this address already. Choose another one."),
        "already_member": _("This person is a member already. Change their role in the list of members."),
        "already_set_up": _("Kuule is set up already. Sign in instead."),
        "join_expired": _("This invitation has expired. Ask for a new one."),
        "join_used": _("This invitation was used already."),
        "join_withdrawn": _("This invitation was withdrawn. Ask for a new one."),
        "key_name_taken": _("A key with this name works already. Choose another name, or revoke that key first."),
        "last_owner": _("A workspace needs an owner. Make somebody else an owner first."),
        "other_address": _("This invitation was sent to another address. Sign in with that one."),
        "slug_taken": _("Another workspace has this short name. Choose another one."),
        "team_name_taken": _("There is a team with this name already. Choose another one."),
    }
    return sentences[refused.code]


def add_refusal(form: forms.BaseForm, refused: Refused, field: str | None = None) -> None:
    """Put a refusal on a form: beside a field, or above the form."""
    form.add_error(field, refusal(refused))
