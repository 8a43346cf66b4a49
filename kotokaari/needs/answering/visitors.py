"""Who answers, as far as a page must know: by cookies of this survey alone, never by an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from kotokaari.foundation import limits
from kotokaari.foundation.keys import digest

from ..models import Response, Survey

DAYS = 60
GUESSES, WITHIN = 20, 600  # wrong codes from one place, and in how many seconds


def _draft_cookie(survey: Survey) -> str:
    return f"answers-{survey.key}"


def _link_cookie(survey: Survey) -> str:
    return f"invited-{survey.key}"


def draft_token(request: HttpRequest, survey: Survey) -> str:
    """What the draft of this browser is found by; "" when it has none."""
    return request.COOKIES.get(_draft_cookie(survey), "")[:64]


def link_of(request: HttpRequest, survey: Survey) -> str:
    """The personal link this browser came by; "" when it came by none."""
    return request.COOKIES.get(_link_cookie(survey), "")[:64]


def draft_of(request: HttpRequest, survey: Survey) -> Response | None:
    """The draft of this browser. One query, none without its cookie."""
    return draft_by(survey, draft_token(request, survey))


def draft_by(survey: Survey, token: str) -> Response | None:
    """The draft of this token."""
    if not token:
        return None
    return Response.objects.filter(survey=survey, token_digest=digest(token), is_sent=False).first()


def remember_draft(response: HttpResponse, survey: Survey, token: str) -> None:
    """Let this browser find its draft again."""
    _set(response, _draft_cookie(survey), token)


def remember_link(response: HttpResponse, survey: Survey, token: str) -> None:
    """Let this browser send what it answers by its personal link."""
    _set(response, _link_cookie(survey), token)


def forget(response: HttpResponse, survey: Survey) -> None:
    """Nothing of this survey stays in the browser."""
    for name in (_draft_cookie(survey), _link_cookie(survey)):
        response.delete_cookie(name, samesite="Lax")


def forget_draft(response: HttpResponse, survey: Survey) -> None:
    """The browser forgets its draft, but not the personal link it came by."""
    response.delete_cookie(_draft_cookie(survey), samesite="Lax")


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=DAYS * 24 * 3600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def language_of(request: HttpRequest, survey: Survey, draft: Response | None) -> str:
    """The language of the questions: that of the address, or one the house has no pages in, as the person chose."""
    offered = survey.languages or ["fi"]
    page = (get_language() or "fi")[:2]
    house = {code for code, _name in settings.LANGUAGES}
    chosen = request.GET.get("language", "") or (draft.language if draft else "")
    if chosen in offered and chosen not in house:
        return str(chosen)
    return page if page in offered else str(next((code for code in offered if code == chosen), offered[0]))


def count_guess(request: HttpRequest) -> None:
    """One more wrong code from this place. Raises limits.TooOften."""
    who = limits.LimitMiddleware.who(request, "survey-code") or "here"
    limits.count("survey-code", who, times=GUESSES, seconds=WITHIN)
