"""How sign-in behaves in this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kotokaari.foundation import mail

from .models import User

# What a letter about a change to somebody's sign-in says, by the library's name for the change.
NOTICES = {
    "account/email/email_changed": gettext_noop("The e-mail address of your account was changed."),
    "account/email/email_confirm": gettext_noop("An e-mail address of your account was confirmed."),
    "account/email/email_deleted": gettext_noop("An e-mail address was removed from your account."),
    "account/email/password_changed": gettext_noop("The password of your account was changed."),
    "account/email/password_reset": gettext_noop("The password of your account was set anew."),
    "account/email/password_set": gettext_noop("A password was set for your account."),
    "mfa/email/recovery_codes_generated": gettext_noop("New recovery codes were made for your account."),
    "mfa/email/totp_activated": gettext_noop("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": gettext_noop("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": gettext_noop("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_noop("A passkey was removed from your account."),
    "socialaccount/email/account_connected": gettext_noop("Another log-in was connected to your account."),
    "socialaccount/email/account_disconnected": gettext_noop("A log-in was disconnected from your account."),
}
# The library's letters that somebody asked for, and ours.
LETTERS = {
    "account/email/email_confirmation": "people/mails/email_confirmation",
    "account/email/email_confirmation_signup": "people/mails/email_confirmation",
    "account/email/password_reset_key": "people/mails/password_reset",
    "account/email/unknown_account": "people/mails/unknown_account",
    "account/email/account_already_exists": "people/mails/account_exists",
}


class _To:
    """The address a letter goes to, in the language of the account it is about."""

    def __init__(self, email: str, user: Any) -> None:
        self.email = email
        self.language = getattr(user, "language", "") or (translation.get_language() or "fi")[:2]


class AccountAdapter(DefaultAccountAdapter):
    """People join by invitation, unless the house is open for sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """True when the setting says so; who comes by an invitation uses its own page."""
        return bool(settings.ACCOUNT_SIGNUP_OPEN)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our letters for the library's, in the language of the person they go to."""
        user = context.get("user") or User.objects.filter(email=email).first()
        if template_prefix in NOTICES:
            to = _To(email, user)
            with translation.override(to.language):
                sentence = _(NOTICES[template_prefix])
            mail.send(to, "people/mails/notice", sentence=sentence, **self._about(context))
            return
        mail.send(_To(email, user), LETTERS[template_prefix], **self._about(context))

    @staticmethod
    def _about(context: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in context.items() if key not in ("request", "to", "base_url")}


class MFAAdapter(DefaultMFAAdapter):
    """Second steps: what an authenticator app shows as the name of the house."""

    def get_totp_issuer(self) -> str:
        """The name beside the code in the app."""
        return "Kotokaari"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Who comes through the organisation's own OIDC provider is already vouched for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """True: the provider in the settings is the gate."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """A new account with the name the provider tells, in the language of the page."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(part for part in parts if part))[:120]
        user.language = (translation.get_language() or "fi")[:2]
        return user
