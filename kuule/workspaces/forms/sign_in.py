"""The forms of allauth, in our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext as _

SAME_AGAIN = "password2"


def _name(form: forms.Form, field: str, label: str, help_text: str = "") -> None:
    form.fields[field].label = label
    form.fields[field].help_text = help_text
    form.fields[field].widget.attrs.pop("placeholder", None)


def _name_new_passwords(form: forms.Form) -> None:
    _name(form, "password1", _("New password"), _("At least 10 characters. A few words are easy to remember."))
    _name(form, SAME_AGAIN, _("The same password again"))


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, "login", _("E-mail"))
        _name(self, "password", _("Password"))
        self.fields["login"].widget.attrs.update(autocomplete="username", autofocus=True)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """The address to send a link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, "email", _("E-mail"))
        self.fields["email"].widget.attrs.update(autocomplete="username", autofocus=True)


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by a link from a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    """A new password for somebody who knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, "oldpassword", _("Present password"))
        _name_new_passwords(self)
