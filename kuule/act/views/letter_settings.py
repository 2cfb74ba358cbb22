"""Which letters Kuule writes by itself, and how they read; and mail that belongs to no case."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.act.forms.letters import LetterChoiceForm
from kuule.act.selectors.automatic_letters import letter_settings_of
from kuule.act.selectors.correspondence import stray_mails
from kuule.act.services.automatic_letters import choose_letters
from kuule.act.wordings.thanks import thanks_for
from kuule.surveys.question_types.scales import GROUPS
from kuule.surveys.rules import BLIND, FAMILIES, OF_STAFF
from kuule.surveys.templatetags.surveys import family_word
from kuule.ui.formats import language_word
from kuule.workspaces.auth import MemberRequest, member_page

STRAY_SHOWN = 200


@member_page("change_playbooks")
@require_http_methods(["GET", "HEAD", "POST"])
def letter_settings(request: MemberRequest) -> HttpResponse:
    """Choose who is thanked by mail and who is asked whether it is solved; shows what the thanks say."""
    chosen = letter_settings_of(request.workspace)
    # Of a blind survey nobody may learn who asks, and of their own people a company promises more than thanks.
    families = [(family, family_word(family)) for family in FAMILIES if family not in (BLIND, *OF_STAFF)]
    initial = {"thanked": list(chosen.thanks_since), "asks_if_solved": chosen.solved_since is not None}
    form = LetterChoiceForm(request.POST if request.method == "POST" else None, families=families, initial=initial)
    if form.is_bound and form.is_valid():
        choose_letters(
            workspace=request.workspace,
            thanked=form.cleaned_data["thanked"],
            asks_if_solved=form.cleaned_data["asks_if_solved"],
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("Saved. It holds for answers and cases from now on."))
        return redirect("letter_settings", request.workspace.slug)
    context = {
        "form": form,
        "languages": [(code, language_word(code)) for code, _name in settings.LANGUAGES],
        "thanks": _thanks_by_language(),
        "has_reply_address": bool(settings.KUULE_REPLY_ADDRESS),
        "sees_stray": request.user.is_superuser,
    }
    return render(request, "act/letter_settings.html", context)


@member_page("change_playbooks")
@require_safe
def stray_mail_list(request: MemberRequest) -> HttpResponse:
    """List mails in the reply mailbox that belong to no case: to the operator, because one mailbox serves all."""
    may_look = request.user.is_superuser
    mails = stray_mails()[:STRAY_SHOWN] if may_look else []
    return render(request, "act/stray_mail.html", {"mails": mails, "may_look": may_look})


def _thanks_by_language() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return, by the name of each language, what people of each group read, without a comment and with one."""
    shown = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            rows = [(each, thanks_for(each, has_comment=False), thanks_for(each, has_comment=True)) for each in GROUPS]
        shown.append((language_word(code), rows[::-1]))
    return shown
