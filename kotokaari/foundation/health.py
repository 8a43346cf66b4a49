"""Is the house alive, and may visitors be sent here?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from . import dataversion


@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "live"})


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and its tables are there, else 503."""
    try:
        dataversion.data_version()
        ok = connection.is_usable()
    except DatabaseError:
        ok = False
    return JsonResponse({"status": "ready" if ok else "not ready"}, status=200 if ok else 503)
