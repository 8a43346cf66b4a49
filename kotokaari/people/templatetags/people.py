"""Tags of the people room's own pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kotokaari.ui.templatetags.ui import tabs

from ..pages import account_tabs as tabs_of_account

register = template.Library()


@register.simple_tag
def account_tabs(current: str) -> SafeString:
    """The pages about oneself, one of them the present one."""
    return tabs(tabs_of_account(), current, _("My account"))


@register.simple_tag
def other_logins() -> list[dict[str, Any]]:
    """The OIDC providers of the settings: name and the address where sign-in with them begins."""
    from allauth.socialaccount.adapter import get_adapter
    from django.apps import apps as installed
    from django.urls import reverse

    if not installed.is_installed("allauth.socialaccount.providers.openid_connect"):
        return []
    apps = get_adapter().list_apps(None, provider="openid_connect")
    return [
        {"name": app.name, "href": reverse("openid_connect_login", args=[app.provider_id or app.client_id])}
        for app in apps
    ]
