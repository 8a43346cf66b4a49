"""Addresses of the following room."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "following"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "practices/atom.xml"), views.practices_feed, name="practices-feed"),
    path(pgettext_lazy("url", "adoptions/atom.xml"), views.adoptions_feed, name="adoptions-feed"),
    path(pgettext_lazy("url", "organisations/<slug:code>/atom.xml"), views.organisation_feed, name="organisation-feed"),
    path(pgettext_lazy("url", "following/"), views.following, name="list"),
    path(pgettext_lazy("url", "following/save/"), views.save, name="save"),
    path(pgettext_lazy("url", "following/practice/<slug:key>/"), views.practice, name="practice"),
    path(pgettext_lazy("url", "following/stop/<str:token>/"), views.stop, name="stop"),
    path(pgettext_lazy("url", "following/feed/<str:token>/atom.xml"), views.feed, name="feed"),
    path(pgettext_lazy("url", "following/<uuid:uuid>/"), views.edit, name="edit"),
    path(pgettext_lazy("url", "following/<uuid:uuid>/delete/"), views.delete, name="delete"),
    path(pgettext_lazy("url", "following/<uuid:uuid>/new-address/"), views.renew, name="renew"),
]
