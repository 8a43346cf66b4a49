"""Addresses of sign-in within a language; those an OIDC provider calls back have none (``provider_urls``)."""

from allauth.urls import build_provider_urlpatterns
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

urlpatterns = [
    path(
        pgettext_lazy("url", "account/"),
        include(
            [
                path("", include("allauth.account.urls")),
                path("2fa/", include("allauth.mfa.urls")),
                path("3rdparty/", include("allauth.socialaccount.urls")),
            ]
        ),
    )
]
# One address in every language, because it is registered at the provider.
provider_urls: list[URLPattern | URLResolver] = [path("account/", include(build_provider_urlpatterns()))]
