"""Addresses of this part of the innovation room."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from . import acting_view, desk, here, ideas_files, ideas_list, wall

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "day/<slug:key>/"), here.here, name="here"),
    path(pgettext_lazy("url", "day/<slug:key>/act/"), acting_view.act, name="act"),
    path(pgettext_lazy("url", "day/<slug:key>/desk/"), desk.desk, name="desk"),
    path(pgettext_lazy("url", "day/<slug:key>/wall/"), wall.wall, name="wall"),
    path(pgettext_lazy("url", "day/<slug:key>/ideas/"), ideas_list.ideas, name="ideas"),
    path(pgettext_lazy("url", "day/<slug:key>/ideas/files/"), ideas_files.add, name="idea-files"),
    path(pgettext_lazy("url", "day/<slug:key>/ideas/files/<uuid:uuid>/"), ideas_files.read, name="idea-file"),
]
