"""Addresses of reminders."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .follow_ups import views

urlpatterns = [
    path(pgettext_lazy("url", "adoptions/still-in-use/<str:token>/"), views.follow_up, name="follow-up"),
]
