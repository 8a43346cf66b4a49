"""What every answer carries and what none does: headers, inline code, logs, static files, error pages."""

import logging
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils.translation import override

from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.foundation import staticfiles
from kotokaari.people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=\s*[\"']|javascript:", re.I)
DATA_SCRIPT = re.compile(r'<script[^>]*\btype="application/(?:ld\+)?json"')


def open_pages():
    """Addresses of pages that anybody may read, and of answers that are none."""
    practice = a_practice(source="fi", title="Kielikahvila")
    for language in ("fi", "sv", "en"):
        with override(language):
            yield reverse("home:front")
            yield reverse("catalogue:list")
            yield practice.get_absolute_url()
            yield reverse("catalogue:projects")
            yield reverse("account_login")
            yield reverse("ui:gallery")
            yield f"/{language}/there-is-nothing/"
    yield "/api/v1/practices"
    yield "/api/v1/openapi.json"
    yield "/health/ready"


def directives(response):
    policy = response["Content-Security-Policy"]
    return {part.split()[0]: set(part.split()[1:]) for part in policy.split(";") if part.strip()}


def test_every_answer_carries_the_security_headers_and_a_strict_policy(client):
    for address in [*open_pages(), *open_pages()]:  # the second time from the page cache
        response = client.get(address)

        assert {name: response.get(name) for name in HEADERS} == HEADERS, address
        policy = directives(response)
        assert policy["default-src"] == {"'self'"}, address
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}
        assert policy["form-action"] == {"'self'"}
        assert not any("unsafe" in value or "*" in value for values in policy.values() for value in values), address


def test_a_view_may_have_a_policy_of_its_own(rf):
    from csp.decorators import csp_update
    from django.http import HttpResponse

    from kotokaari.foundation.policy import PolicyMiddleware

    def plain(request):
        return HttpResponse("ok")

    framed = csp_update({"frame-ancestors": ["https://partner.example.org"]})(plain)
    answers = [PolicyMiddleware(view)(rf.get("/")) for view in (plain, framed, plain)]

    assert ["partner.example.org" in answer["Content-Security-Policy"] for answer in answers] == [False, True, False]


def test_the_policy_follows_the_settings(client, settings):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'none'"]}}

    assert client.get("/health/live")["Content-Security-Policy"] == "default-src 'none'"


def test_no_page_holds_inline_script_or_style(client):
    client.force_login(UserFactory(name="Aino Esimerkki"))

    for address in open_pages():
        html = client.get(address, follow=True).content.decode()
        found = [match.group(0) for match in INLINE.finditer(DATA_SCRIPT.sub('<script src="data"', html))]
        assert found == [], address


def test_no_page_asks_another_host_for_anything(client):
    for address in open_pages():
        html = client.get(address, follow=True).content.decode()
        loaded = re.findall(r'<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc="([^"]+)"', html)
        loaded += re.findall(r'<link\b[^>]*\brel="(?:stylesheet|preload|icon)"[^>]*\bhref="([^"]+)"', html)
        assert [one for one in loaded if "//" in one] == [], address


def test_a_secure_house_tells_browsers_to_stay_secure(client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True

    with override("fi"):
        response = client.get(reverse("home:front"), secure=True)

    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.fixture
def requests_logged(caplog):
    logger = logging.getLogger("kotokaari.request")
    before = logger.level
    logger.setLevel(logging.INFO)
    caplog.set_level(logging.INFO, logger="kotokaari.request")
    yield lambda: [record for record in caplog.records if record.name == "kotokaari.request"]
    logger.setLevel(before)


def test_the_log_says_what_was_asked_and_not_by_whom(client, requests_logged):
    practice = a_practice(source="fi", title="Kielikahvila")
    client.force_login(UserFactory(name="Aino Esimerkki", email="aino@example.org"))
    with override("fi"):
        address = practice.get_absolute_url()

    client.get(
        f"{address}?q=salainen-haku",
        headers={"Referer": "http://testserver/from-there", "User-Agent": "Aino's browser"},
        REMOTE_ADDR="198.51.100.7",
    )
    client.post(address, {"comment": "what I wrote"}, REMOTE_ADDR="198.51.100.7")

    lines = [str(record.msg) + str(record.args) for record in requests_logged()]
    assert len(lines) == 2
    assert "catalogue:practice" in lines[0]
    assert "'status': 200" in lines[0]
    secrets = ("salainen", "198.51", "Aino", "aino", "from-there", "wrote", practice.key, "kielikahvila", "sessionid")
    assert [word for word in secrets if word in "".join(lines)] == []


def test_answers_can_be_found_in_the_log_by_their_number(client, requests_logged):
    with override("fi"):
        response = client.get(reverse("home:front"))

    assert response["X-Request-ID"] in str(requests_logged()[-1].msg)


def served(client, address, **headers):
    response = client.get(address, headers=headers)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def real_static(monkeypatch, settings):
    """Fingerprints as in public."""
    settings.DEBUG = False
    staticfiles._version_of.cache_clear()
    yield
    staticfiles._version_of.cache_clear()


def test_a_static_file_is_kept_for_ever_by_its_fingerprint(client, real_static):
    address = staticfiles_storage.url("ui/mark.svg")

    response, body = served(client, address)

    assert re.fullmatch(r"/static/ui/mark\.svg\?v=[0-9a-f]+", address)
    assert response["Cache-Control"] == "max-age=31536000, public, immutable"
    assert body.startswith(b"<svg")


def test_without_its_fingerprint_it_is_asked_for_again(client, real_static):
    response, _body = served(client, "/static/ui/mark.svg")

    assert response["Cache-Control"] == "max-age=60, public"


def test_a_static_file_the_browser_has_is_not_sent_again(client, real_static):
    address = staticfiles_storage.url("ui/mark.svg")
    first, _body = served(client, address)

    again, body = served(client, address, **{"If-Modified-Since": first["Last-Modified"]})

    assert (again.status_code, body) == (304, b"")
    assert again["Cache-Control"] == "max-age=31536000, public, immutable"


def test_static_files_are_found_nowhere_else(client):
    for address in ("/static/../config/settings.py", "/static/%2e%2e/config/settings.py", "/static/ui/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("fi", 'lang="fi"'), ("sv", 'lang="sv"'), ("en", 'lang="en"')])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(client, language, word):
    response = client.get(f"/{language}/there-is-nothing-here/")

    html = response.content.decode()
    assert response.status_code == 404
    assert word in html
    assert f'href="/{language}/' in html
    assert "there-is-nothing-here" not in re.sub(r"<(a|link|form|input)\b[^>]*>", "", html)


def test_an_unexpected_error_is_told_without_its_details(client, monkeypatch):
    from kotokaari.catalogue import views

    def break_down(*args, **kwargs):
        raise RuntimeError("secret detail of the inside")

    monkeypatch.setattr(views.listing, "written", break_down)
    client.raise_request_exception = False
    with override("fi"):
        response = client.get(reverse("catalogue:list"))

    html = response.content.decode()
    assert response.status_code == 500
    assert "secret detail" not in html
    assert "Traceback" not in html
    assert "<main" in html or "<h1" in html


def test_a_form_without_its_token_is_refused_with_a_page(client):
    from django.test import Client

    with override("fi"):
        response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@example.org"})

    assert response.status_code == 403
    assert "<h1" in response.content.decode()


def test_a_strange_host_name_is_refused(client):
    assert client.get("/fi/", headers={"Host": "attacker.example.org"}).status_code == 400


def test_cookies_are_out_of_reach_of_scripts(client):
    with override("fi"):
        response = client.get(reverse("account_login"))

    cookie = response.cookies["csrftoken"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
