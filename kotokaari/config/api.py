"""/api/v1: the routers of the rooms, put together."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI

api = NinjaAPI(
    title="Kotokaari",
    version="1",
    description="Practices, organisations and concepts: reading is open.",
    docs_url=None,
    urls_namespace="api",
)
for room in ("catalogue", "people", "vocabulary", "arc"):
    if find_spec(f"kotokaari.{room}.api"):
        api.add_router("", import_module(f"kotokaari.{room}.api").router)
