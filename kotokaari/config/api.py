"""/api/v1: the routers of the rooms, put together."""

from importlib import import_module
from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI

from .rooms import GROUND, SUBJECTS

api = NinjaAPI(
    title="Kotokaari",
    version="1",
    description="Practices, organisations and concepts: reading is open.",
    docs_url=None,
    urls_namespace="api",
)
for room in (*SUBJECTS, *GROUND):
    if find_spec(f"kotokaari.{room}.api"):
        api.add_router("", import_module(f"kotokaari.{room}.api").router)

# The API answers 401 itself where a router asks for a token; nobody is sent to the sign-in page.
urls = api.urls
for pattern in urls[0]:
    if pattern.callback is not None:
        login_not_required(pattern.callback)
