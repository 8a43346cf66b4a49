"""Addresses of the following room."""

from django.urls import URLPattern, URLResolver

app_name = "following"
urlpatterns: list[URLPattern | URLResolver] = []
