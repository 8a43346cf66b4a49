import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override

from kotokaari.ui import context, public
from kotokaari.ui.languages import direction


@pytest.fixture
def nav(monkeypatch):
    """A navigation of its own for one test."""
    monkeypatch.setattr(public, "_nav", {})
    context.forget()
    yield public.register_nav
    context.forget()


def site(path, language="en", user=None):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    with override(language):
        request.resolver_match = resolve(request.path)
    return context.page(request)["site"]


def test_the_same_page_in_each_language_with_its_question():
    with override("en"):
        made = str(site("/en/ui/?page=3&theme=a").tongues)

    assert 'href="/fi/ui/?page=3&amp;theme=a" lang="fi"' in made
    assert 'href="/sv/ui/?page=3&amp;theme=a" lang="sv"' in made
    assert made.count("aria-current") == 1
    assert 'lang="en" hreflang="en" aria-current="true"' in made


def test_a_page_that_does_not_exist_leads_to_the_front_pages():
    request = RequestFactory().get("/en/nowhere/")
    request.user = AnonymousUser()
    request.resolver_match = None
    with override("en"):
        assert dict(context.Site(request).addresses) == {"fi": "/fi/", "sv": "/sv/", "en": "/en/nowhere/"}


def test_navigation_stands_in_order_and_knows_where_one_is(nav):
    nav("second", "Components", "ui:gallery", order=20)
    nav("first", "Confirm", "ui:confirm", order=10)

    with override("en"):
        made = str(site("/en/ui/").nav)

    assert made.index("Confirm") < made.index("Components")
    assert '<a href="/en/ui/" aria-current="true">Components</a>' in made


def test_navigation_hides_what_one_may_not_see(nav):
    nav("work", "My work", "ui:gallery", order=1, visible=lambda user: user.is_authenticated)

    with override("en"):
        assert "My work" not in str(site("/en/ui/").nav)


def test_navigation_leaves_out_rooms_that_have_no_page_yet(nav):
    nav("future", "Future", "nowhere:at-all", order=1)

    with override("en"):
        assert "Future" not in str(site("/en/ui/").nav)


def test_navigation_is_kept_apart_by_language(nav):
    nav("gallery", "Components", "ui:gallery", order=1)

    with override("en"):
        assert 'href="/en/ui/"' in str(site("/en/ui/").nav)
    with override("fi"):
        assert 'href="/fi/ui/"' in str(site("/fi/ui/", "fi").nav)


def test_arabic_and_its_neighbours_run_right_to_left():
    assert [direction(code) for code in ("ar", "fa", "ckb", "prs", "ps")] == ["rtl"] * 5
    assert [direction(code) for code in ("fi", "so", "ru", "uk", "ti")] == ["ltr"] * 5


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_gallery_answers_in_each_language(client, language):
    page = client.get(f"/{language}/ui/")

    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}" dir="ltr"' in text
    assert text.count("<h1") == 1
    assert 'rel="canonical"' in text
    assert len(re.findall(r'rel="alternate" hreflang', text)) == 3


@pytest.mark.django_db
def test_ids_of_a_page_are_its_own(client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/en/ui/").content.decode())

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.django_db
def test_a_confirmation_is_a_page_that_acts_on_post(client):
    question = client.get("/en/ui/confirm/").content.decode()
    answer = client.post("/en/ui/confirm/", follow=True)

    assert '<form method="post" class="form">' in question
    assert "this is only the gallery" in answer.content.decode()


def test_sign_in_comes_back_to_this_page():
    with override("en"):
        assert "next=%2Fen%2Fui%2F%3Fpage%3D3" in str(site("/en/ui/?page=3").account)


def test_one_persons_name_is_never_shown_to_another():
    class Person:
        is_authenticated = True

        def __init__(self, name):
            self.name = name

        def __str__(self):
            return self.name

    with override("en"):
        first = str(site("/en/ui/", user=Person("<b>Aino</b>")).account)
        second = str(site("/en/ui/", user=Person("Bo")).account)

    assert "&lt;b&gt;Aino" in first
    assert "Bo" in second
    assert "Aino" not in second


def test_what_the_address_holds_is_never_markup():
    with override("en"):
        made = site('/en/ui/?"><script>alert(1)</script>')

        assert "<script>" not in str(made.tongues) + str(made.account) + str(made.head).replace("<script ", "")
