"""Every address of the house. Each room brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from kotokaari.foundation.addresses import quick_i18n_patterns
from kotokaari.people.sign_in_urls import provider_urls

from . import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kotokaari.foundation.urls")),
    path("", include("kotokaari.arc.root_urls")),
    path("", include("kotokaari.live.urls")),
    path("api/v1/", api.urls),
    path("", include("kotokaari.opendata.root_urls")),
    path("", include("kotokaari.home.root_urls")),
    *provider_urls,
]
urlpatterns += quick_i18n_patterns(
    path("", include("kotokaari.home.urls")),
    path("", include("kotokaari.opendata.urls")),
    path("", include("kotokaari.following.urls")),
    path("", include("kotokaari.decisions.urls")),
    path("", include("kotokaari.assessment.urls")),
    path("", include("kotokaari.panel.urls")),
    path("", include("kotokaari.submissions.urls")),
    path("", include("kotokaari.calls.urls")),
    path("", include("kotokaari.rubrics.urls")),
    path("", include("kotokaari.innovation.urls")),
    path("", include("kotokaari.adoption.urls")),
    path("", include("kotokaari.exchange.urls")),
    path("", include("kotokaari.catalogue.urls")),
    path("", include("kotokaari.needs.urls")),
    path("", include("kotokaari.arc.urls")),
    path("", include("kotokaari.people.urls")),
    path("", include("kotokaari.people.sign_in_urls")),
    path("", include("kotokaari.vocabulary.urls")),
    path("", include("kotokaari.search.urls")),
    path("ui/", include("kotokaari.ui.urls")),
)

handler403 = "kotokaari.home.views.forbidden"
handler404 = "kotokaari.home.views.not_found"
handler500 = "kotokaari.home.views.server_error"
