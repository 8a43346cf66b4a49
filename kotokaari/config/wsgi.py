"""The server's front door for pages."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from kotokaari.config import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotokaari.config.settings")

# What is made while starting stays: looking for garbage in it would slow the start and every later search.
gc.disable()
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - read now, not at the first visitor's expense
gc.freeze()
gc.enable()

from kotokaari.foundation import daily, moments  # noqa: E402 - settings first

if env.flag("MOMENTS", True):
    moments.watch()
if env.flag("DAILY", True):
    daily.watch()
