"""Addresses of the front door outside the languages."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("robots.txt", views.robots, name="robots"),
]
