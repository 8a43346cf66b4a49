"""The front door over HTTP."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from kotokaari.foundation.access import require
from kotokaari.people.public import SignedInRequest, runs_the_house

from . import queries


@login_not_required
@vary_on_headers("Accept-Language", "Cookie")
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the front page in the visitor's language."""
    with translation.override(get_language_from_request(request)):
        return redirect("home:front")


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone, and where the map of the site is."""
    closed = "".join(f"Disallow: /{code}/*?\n" for code, _name in settings.LANGUAGES)
    sitemap = f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}\n"
    return HttpResponse(f"User-agent: *\n{closed}\n{sitemap}", content_type="text/plain")


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """The three questions people bring, and what is new."""
    return render(request, "home/front.html", queries.front_page())


@login_not_required
def near(request: HttpRequest) -> HttpResponse:
    """What is going on near me: choose a place, then go to its page."""
    code = request.GET.get("place", "")
    if address := queries.place_address(code):
        return redirect(address)
    return render(request, "home/near.html", {"places": queries.places_to_choose(), "missing": code})


@login_not_required
def duties(request: HttpRequest) -> HttpResponse:
    """What do I have to do: the duties of the law today, each with its source."""
    return render(request, "home/duties.html", queries.duties_today())


def work(request: SignedInRequest) -> HttpResponse:
    """What waits for the person who signed in."""
    return render(request, "home/work.html", queries.work_of(request.user))


def audit_trail(request: HttpRequest) -> HttpResponse:
    """Who changed what, for those who run the house."""
    require(runs_the_house(request.user))
    wanted = {name: request.GET.get(name, "") for name in ("target", "actor", "action", "page")}
    breadcrumbs = [(_("My work"), reverse("home:work")), (_("Who changed what"), "")]
    return render(request, "home/trail.html", {**queries.audit_trail(request.user, **wanted), "trail": breadcrumbs})


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """What Kotokaari is and for whom."""
    return render(request, "home/about.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why and how long."""
    return render(request, "home/privacy.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "home/accessibility.html")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: one may not."""
    return render(request, "home/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page."""
    return render(request, "home/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something broke on our side. Uses no database and no session."""
    language = get_language_from_request(request, check_path=True)
    with translation.override(language):
        return render(None, "home/500.html", {"language": language, "front": reverse("home:front")}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that has been open too long or came from elsewhere."""
    return render(request, "home/403_csrf.html", status=403)
