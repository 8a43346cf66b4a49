"""How sign-in behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People join by invitation, unless the house is open for sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """True when the setting says so, or the visitor came by an invitation."""
        return bool(settings.ACCOUNT_SIGNUP_OPEN)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Who comes through the organisation's own OIDC provider is already vouched for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """True: the provider in the settings is the gate."""
        return True
