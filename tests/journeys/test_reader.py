"""A reader with a question: finds it, reads it on a phone, in another language, in the dark, on paper."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

# In each language: the front page, the name of a practice as people look for it, a town, and words of the law.
WORDS = {
    "fi": ("suomi", "Tsemppari", "Vantaa", re.compile("kotoutumi")),
    "sv": ("svenska", "Tsemppari", "Vanda", re.compile("integration")),
    "en": ("English", "Tsemppari", "Vantaa", re.compile("integration")),
}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def practice(page):
    """The address of a practice that has everything, in Finnish."""
    page.goto("/fi/")
    page.locator("main input[name=q]").fill("Tsemppari")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Tsemppari*")
    link = page.locator("main a", has_text="Vantaan Tsemppari").first
    return link.get_attribute("href")


def in_language(page, language):
    """Go to the same page in another language by its link; returns the address."""
    page.locator(f"header a[hreflang={language}], header a[lang={language}]").first.click()
    page.wait_for_url(f"**/{language}/**")
    return page.url


def sideways(page):
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", WORDS)
def test_what_works_leads_to_a_practice(page, language):
    _own, name, _town, _law = WORDS[language]
    page.goto(f"/{language}/")
    page.locator("main input[name=q]").focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")

    found = page.locator("main a", has_text=name).first
    found.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("language", WORDS)
def test_near_me_leads_to_a_place_with_its_practices(page, language):
    town = WORDS[language][2]
    page.goto(f"/{language}/")
    form = page.locator("form", has=page.locator("select[name=place]"))
    form.locator("select").select_option(label=town)
    form.get_by_role("button").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(town)
    expect(page.locator("main a", has_text=re.compile("Tsemppari|Tempo")).first).to_be_visible()


@pytest.mark.parametrize("language", WORDS)
def test_what_do_i_have_to_do_leads_to_duties_with_their_sources(page, language):
    page.goto(f"/{language}/")
    page.locator("section.question").nth(2).get_by_role("link").click()

    expect(page.locator("main")).to_contain_text(WORDS[language][3])
    expect(page.locator("main")).to_contain_text(re.compile("681/2023"))
    assert page.locator("main a[href^='https://']").count() > 0


def test_facets_work_from_the_keyboard_and_the_address_can_be_shared(page, new_page):
    page.goto("/en/practices/")
    everything = int(page.locator("#practices-count").inner_text().split()[0])
    box = page.locator("input[name=theme]").first
    wanted = int(box.locator("xpath=ancestor::label").locator(".facet-count").inner_text())
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#practices-count")).to_contain_text(f"{wanted} practice")
    assert 0 < wanted < everything
    page.wait_for_url("**theme=*")

    for javascript in (True, False):
        other = new_page(javascript=javascript)
        other.goto(page.url)
        expect(other.locator("#practices-count")).to_contain_text(f"{wanted} practice")
        expect(other.locator("input[name=theme]:checked")).to_have_count(1)

    page.go_back()
    expect(page.locator("#practices-count")).to_contain_text(f"{everything} practice")


def test_facets_work_without_javascript(new_page):
    page = new_page(javascript=False)
    page.goto("/en/practices/")
    page.locator("input[name=theme]").first.check()
    page.get_by_role("button", name="Show the chosen").click()

    page.wait_for_url("**theme=*")
    expect(page.locator("input[name=theme]:checked")).to_have_count(1)


def test_on_a_phone_the_first_two_screens_answer(new_page, practice):
    """On 360 × 740: the whole name and the start of the summary on the first screen, «for whom» and the start
    of «what to do» at the latest on the second."""
    page = new_page(**PHONE)
    page.goto(practice)

    def top(selector):
        return page.locator(selector).first.bounding_box()["y"]

    name = page.get_by_role("heading", level=1).bounding_box()
    assert name["y"] + name["height"] < PHONE["height"]
    assert top(".practice-lede") < PHONE["height"] - 60
    assert top(".answer dt >> nth=0") < 2 * PHONE["height"]
    assert top(".answer dt >> nth=1") < 2 * PHONE["height"]
    assert sideways(page) == 0


def test_the_arc_of_a_practice_says_the_same_as_a_list(page, practice):
    page.goto(practice)
    page.locator(".practice-arc a[href*='kaari'], .practice-arc a[href*='arc']").first.click()

    expect(page.locator("main")).to_contain_text("Vantaan Tsemppari")
    drawn = {text.strip() for text in page.locator("main svg a").all_inner_texts() if text.strip()}
    assert page.locator("main li a").count() >= len(drawn)


def test_the_language_switch_stays_on_the_page(page, practice):
    page.goto(practice)
    key = practice.rsplit("-", 1)[1]

    for language in ("sv", "en", "fi"):
        assert in_language(page, language).endswith(key)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Tsemppari")


def test_the_language_switch_keeps_what_was_chosen(page):
    page.goto("/en/practices/?theme=employment&sort=title")

    assert "theme=employment" in in_language(page, "sv")


def test_slash_goes_to_search_and_the_skip_link_to_the_content(page):
    page.goto("/en/projects/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    page.keyboard.press("Enter")
    expect(page.locator("main:focus")).to_have_count(1)

    page.keyboard.press("/")
    expect(page.locator(":focus")).to_have_attribute("type", "search")
    page.keyboard.type("a/b")
    expect(page.locator(":focus")).to_have_value("a/b")


def test_sign_in_is_one_step_away_and_leads_back(page, practice):
    from kotokaari.home.demo import DEMO_PASSWORD

    page.goto(practice)
    page.get_by_role("link", name=re.compile("Kirjaudu|Sign in")).first.click()

    expect(page.locator("input[name=login]")).to_be_visible()
    expect(page.locator("input[name=login]")).to_have_attribute("autocomplete", re.compile("username|email"))
    expect(page.locator("input[name=password]")).to_have_attribute("autocomplete", "current-password")

    page.fill("input[name=login]", "coordinator@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{practice}")


MAIN_PAGES = [
    "/fi/",
    "/en/practices/",
    "/en/duties/",
    "/en/organisations/",
    "/en/places/",
    "/en/vocabulary/",
    "/en/ui/",
]


@pytest.mark.parametrize("address", [*MAIN_PAGES, "a practice"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_at_400_percent_and_from_right_to_left_nothing_scrolls_sideways(new_page, practice, address, direction):
    """1280 px at 400 % is a window of 320 CSS px."""
    page = new_page(width=320, height=256)
    page.goto(practice if address == "a practice" else address)
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)

    assert sideways(page) == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_from_right_to_left_everything_stays_inside_the_window(new_page, practice, width):
    page = new_page(width=width)
    page.goto(practice)
    page.evaluate("document.documentElement.dir = 'rtl'")

    outside = page.evaluate(
        """() => [...document.querySelectorAll("header *, main *")]
        .filter(e => e.checkVisibility() && !e.closest(".sr-only, .skip-link, svg, [popover]"))
        .map(e => [e, e.getBoundingClientRect()])
        .filter(([e, box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
        .map(([e]) => e.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
    assert outside == []
    brand, tools = (page.locator(part).bounding_box() for part in (".brand", ".top-tools"))
    assert brand["x"] > tools["x"]


def test_in_the_dark_the_page_is_dark(new_page, practice):
    page = new_page(dark=True)
    page.goto(practice)
    colours = page.evaluate(
        "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )

    def light(colour):
        return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 765

    assert light(colours[0]) < 0.25 < 0.7 < light(colours[1])


def test_on_paper_the_practice_stands_without_the_house_around_it(new_page, practice):
    page = new_page()
    page.goto(practice)
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", tagged=True)))
    words = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in printed.pages))

    assert "Tsemppari" in words
    for house in ("Kirjaudu", "Siirry sisältöön", "Svenska"):
        assert house not in words
    assert "Jos yhdistyksen" in words or len(words) > 2000


def test_the_card_is_one_tagged_page(page, practice):
    page.goto(practice)
    card = page.context.request.get(page.locator("a[href$='.pdf']").first.get_attribute("href"))
    read = pypdf.PdfReader(io.BytesIO(card.body()))

    assert card.headers["content-type"] == "application/pdf"
    assert len(read.pages) == 1
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"].startswith("fi")
    assert "Tsemppari" in read.pages[0].extract_text()
