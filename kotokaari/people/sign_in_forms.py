"""The sign-in library's forms in the house's words: labels that say what is meant, no grey hints in fields."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("The new password again"),
    "remember": _("Stay signed in on this device"),
    "code": _("Code"),
}
HELPS = {
    "password1": _("At least 12 characters. Three words that nobody would guess make a good one."),
    "remember": _("Leave this out on a shared computer."),
}


class InOurWords:
    """Labels and helps from above; placeholders go, they vanish when they would help."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HELPS.get(name, "")


class LoginForm(InOurWords, account.LoginForm):
    """E-mail and password."""


class SignupForm(InOurWords, account.SignupForm):
    """An account without invitation, where the house is open for that."""


class AddEmailForm(InOurWords, account.AddEmailForm):
    """One more address."""


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """Old and new password."""


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """A first password for somebody who came through another log-in."""


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where to send the link."""


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """The new password, after the link."""


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password once more."""


class CodeForm(InOurWords, second_step.AuthenticateForm):
    """The second step: a code."""


class CodeAgainForm(InOurWords, second_step.ReauthenticateForm):
    """The code once more."""


class ActivateForm(InOurWords, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""
