"""Every page that can be reached by links, as everybody: it answers, speaks one language, and is accessible.

The walk follows links, and forms that only ask, from the front page and from searches. Of each kind of page (each route of the house) it opens the first
ones it meets, so a new page is looked at without being named here.
"""

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

pytestmark = pytest.mark.timeout(1800)  # a long story

OF_EACH_KIND = 3
FOUND, NOT_FOUND = "?q=kielikahvila", "?q=avaruusmatkailu"
# What somebody must be able to come to from the front page, whatever the roles and the demo hold.
REACHED = {
    "nobody": {
        "adoption:list",
        "adoption:adoption",
        "adoption:fits-us",
        "adoption:fit",
        "arc:arc",
        "exchange:times",
        "exchange:time",
        "exchange:question",
        "exchange:ask",
        "home:near",
        "opendata:front",
        "opendata:index",
        "opendata:letter",
        "opendata:share",
        "search:page",
        "search:need",
    },
    "coordinator": {
        "adoption:start",
        "adoption:write",
        "adoption:adaptation-add",
        "adoption:outcome-add",
        "adoption:situation",
        "adoption:follow-up",
        "exchange:my-questions",
        "exchange:time-new",
        "following:list",
    },
    "admin": {"home:spread", "home:trail"},
}
TOLD = {("needs:answer", 410)}  # a survey that has closed says so on its page
LINK = re.compile(r"""<a\b[^>]*\bhref=["']([^"'#]+)""", re.I)
FORM = re.compile(r"""<form\b[^>]*>""", re.I)
TEMPLATE = re.compile(r"<template\b.*?</template>", re.I | re.S)  # what is in it is no part of the page yet
ACTION = re.compile(r"""\baction=["']([^"'#]+)""", re.I)
ROLES = ("coordinator", "admin")


@dataclass
class Walk:
    """What a walk met: the pages of each kind, and what was wrong."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


def kind_of(address):
    """The route behind an address, or None when the house has no such page."""
    path = urlsplit(address).path
    with translation.override(path[1:3] if path[1:3] in ("fi", "sv", "en") else "fi"):
        try:
            return resolve(path).view_name
        except Resolver404:
            return None


def ways_on(text):
    """Where the links of a page lead, and its forms that only ask: their first pages, as nothing is typed."""
    text = TEMPLATE.sub("", text)
    asking = [form for form in FORM.findall(text) if 'method="post"' not in form.lower()]
    return LINK.findall(text) + [action for form in asking for action in ACTION.findall(form)]


def starts(language):
    """Where a walk begins: the front page, a search that finds, and one that does not."""
    with translation.override(language):
        search = reverse("search:page")
    return [f"/{language}/", search + FOUND, search + NOT_FOUND]


def walk(request, house, language):
    """Follow the links of the house in a language; ``request`` fetches as whoever is signed in."""
    waiting = deque(starts(language))
    met, seen, opened = Walk(), set(waiting), Counter()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind is None:
            met.wrong.append(f"{address}: no such page")
            continue
        if kind.startswith("account_logout") or opened[kind] >= OF_EACH_KIND:
            continue
        opened[kind] += 1
        answer = request.get(house + address)
        if answer.status != 200 and (kind, answer.status) not in TOLD:
            met.wrong.append(f"{address}: {answer.status}")
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        met.pages[kind].append(address)
        text = answer.text()
        if f'<html lang="{language}"' not in text:
            met.wrong.append(f"{address}: not in {language}")
        for link in ways_on(text):
            target = urlsplit(urljoin(house + address, unescape(link)))
            following = target.path + (f"?{target.query}" if target.query else "")
            inside = target.netloc == urlsplit(house).netloc and target.path.startswith(f"/{language}/")
            if inside and following not in seen:
                seen.add(following)
                waiting.append(following)
    return met


@pytest.fixture(scope="module")
def walks():
    """Walks that were made already, by who and language."""
    return {}


@pytest.fixture
def walk_as(walks, new_page, sign_in, house):
    def go(who, language):
        if (who, language) not in walks:
            page = new_page()
            if who != "nobody":
                sign_in(page, who)
            walks[who, language] = walk(page.context.request, house, language)
        return walks[who, language]

    return go


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("who", ["nobody", *ROLES])
def test_every_link_leads_to_a_page_in_the_language_of_the_reader(walk_as, who, language):
    met = walk_as(who, language)

    assert met.wrong == []
    assert REACHED[who] - set(met.pages) == set()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("who", ["nobody", *ROLES])
def test_every_kind_of_page_is_accessible(walk_as, new_page, sign_in, axe, who, dark):
    already = set(walk_as("nobody", "fi").pages) if who != "nobody" else set()
    new_page.expected.append("410 (Gone)")  # a survey that has closed (TOLD)
    page = new_page(dark=dark)
    if who != "nobody":
        sign_in(page, who)
    problems = []

    for kind, addresses in walk_as(who, "fi").pages.items():
        if kind not in already:
            page.goto(addresses[0])
            problems += axe(page)

    assert problems == []


@pytest.mark.parametrize("who", ["nobody", *ROLES])
def test_no_page_scrolls_sideways_on_a_narrow_phone(walk_as, new_page, sign_in, who):
    new_page.expected.append("410 (Gone)")
    page = new_page(width=320, height=700)
    if who != "nobody":
        sign_in(page, who)
    too_wide = []

    for addresses in walk_as(who, "fi").pages.values():
        page.goto(addresses[0])
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide.append(f"{addresses[0]}: {width} px")

    assert too_wide == []


def test_every_page_reads_without_javascript(walk_as, new_page):
    page = new_page(javascript=False)
    empty = []

    for addresses in walk_as("nobody", "fi").pages.values():
        page.goto(addresses[0])
        if not page.locator("main h1").count() or len(page.locator("main").inner_text()) < 40:
            empty.append(addresses[0])

    assert empty == []
