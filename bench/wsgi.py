"""The server's front door: the house as it is, and under ``/none`` the same views without any middleware."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

house = WSGIHandler()
with override_settings(MIDDLEWARE=["bench.floor.nobody"]):
    naked = WSGIHandler()


def application(environ, start_response):
    """``/none/x`` is ``/x`` without middleware."""
    if environ["PATH_INFO"].startswith("/none/"):
        environ["PATH_INFO"] = environ["PATH_INFO"][5:]
        return naked(environ, start_response)
    return house(environ, start_response)
