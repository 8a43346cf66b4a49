"""What a page may do in a browser: the content security policy, written once instead of for every answer, and devices."""

from __future__ import annotations

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

DEVICES = "Permissions-Policy"
NO_DEVICES = "camera=(), geolocation=(), microphone=()"
OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt", "_csp_exempt_ro")


class PolicyMiddleware(CSPMiddleware):
    """Sets the house's policy; an answer that wants another one goes the library's longer way."""

    _written_of: Any = None
    _written = ""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer with its policy, and without the devices of the reader's machine unless it says which."""
        response.setdefault(DEVICES, NO_DEVICES)
        has_own = getattr(request, "_csp_nonce", None) or any(hasattr(response, name) for name in OWN)
        if settings.DEBUG or has_own:
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = self.written()
        return response

    def written(self) -> str:
        """The policy as the settings have it now."""
        if self._written_of is not settings.CONTENT_SECURITY_POLICY:
            self._written, self._written_of = build_policy(), settings.CONTENT_SECURITY_POLICY
        return self._written
