"""Addresses of open data outside the languages: files, cards for other sites, the map of the site."""

from django.urls import path

from . import views

urlpatterns = [
    path("open-data/", views.choose_language, name="open-data"),
    path("open-data/<str:name>", views.file, name="open-data-file"),
    path("embed/practice/<uuid:uuid>/", views.embed, name="embed"),
    path("oembed", views.oembed, name="oembed"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", views.sitemap_part, name="sitemap-part"),
]
