"""A coordinator writes a practice: interrupted, back again, published, corrected, compared, translated, printed."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

SUMMARY = (
    "Puistossa kokoontuvat perheet, jotka ovat muuttaneet Suomeen eri maista. Ohjaaja tuo pelit ja kahvin, "
    "ja kieltä opitaan yhdessä tehden, lapset mukana."
)
SOLUTION = (
    "Joka keskiviikko kello viisi ohjaaja avaa puiston majan. Perheet tulevat ilman ilmoittautumista. "
    "Ensin pelataan, sitten syödään, lopuksi luetaan yksi satu kahdella kielellä. Kaksi vapaaehtoista kääntää, "
    "ja ohjaaja kertoo palveluista, joista joku on kysynyt."
)


@pytest.fixture
def desk(new_page, sign_in):
    """The coordinator at a desk, in English."""
    page = new_page(locale="en-GB")
    sign_in(page, "coordinator")
    return page


def main_action(page, name):
    """Press a button or follow a link of the page by its words, with the keyboard."""
    found = (
        page.locator("main").get_by_role("button", name=name).or_(page.locator("main").get_by_role("link", name=name))
    )
    found.locator("visible=true").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def begin(page, *, language="Finnish"):
    """A new draft, opened at the card; its address."""
    page.goto("/en/my-work/")
    main_action(page, "Write a practice")
    page.get_by_role("radio", name=language).check()
    main_action(page, "Begin")
    page.wait_for_url("**/write/card/")
    return page.url


def choose(page, label, *words):
    """Find by typing in a list that holds many, and take with the keyboard."""
    group = page.get_by_role("group", name=re.compile(f"^{label}"))
    box = group.locator("ds-suggestion input")
    for word in words:
        box.focus()
        page.keyboard.type(word)
        page.wait_for_timeout(200)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(group.locator("data").filter(has_text=re.compile(word, re.I)).first).to_be_attached()


def fill_card(page, title):
    page.get_by_label("Name of the practice").fill(title)
    page.get_by_label("In a few sentences").fill(SUMMARY)
    page.get_by_role("radio", name="New operating model").check()
    choose(page, "Themes", "Language")
    choose(page, "For whom", "immigrant family")
    choose(page, "Phase of integration", "Early stage")
    choose(page, "Where", "Vantaa")
    page.get_by_label("How it works").fill(SOLUTION)


def saved(page):
    """Wait until the page says that what was typed is safe."""
    expect(page.locator("[data-autosave-status][data-state=saved]")).to_be_visible()


def published(page, title):
    """Write a card and publish it; the address readers have."""
    begin(page)
    fill_card(page, title)
    main_action(page, "Save and publish…")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    main_action(page, "Publish")
    page.wait_for_url(re.compile(r"/en/practices/[^/]+-[a-z0-9]{6}/$"))
    return page.url


def test_a_card_that_was_left_mid_sentence_waits_in_my_work(desk):
    address = begin(desk)
    desk.get_by_label("Name of the practice").fill("Satuja puistossa")
    desk.get_by_label("Started").fill("joskus keväällä")
    desk.get_by_label("How it works").focus()
    desk.keyboard.type("Joka keskiviikko kello viisi ohjaaja avaa")
    context = desk.context
    desk.close(run_before_unload=True)

    later = context.new_page()
    later.goto("/en/my-work/")
    main_action(later, "Satuja puistossa")
    main_action(later, "Go on writing")

    assert later.url.split("#")[0].split("?")[0] == address
    expect(later.get_by_label("How it works")).to_have_value("Joka keskiviikko kello viisi ohjaaja avaa")
    expect(later.get_by_label("Started")).to_have_value("joskus keväällä")
    expect(later.get_by_text("never saved")).to_have_count(0)


def test_what_cannot_be_understood_is_kept_and_explained(desk):
    begin(desk)
    desk.get_by_label("Name of the practice").fill("Kahvia ja kieltä")
    desk.get_by_label("Started").fill("joskus keväällä")

    main_action(desk, "Save and preview")

    expect(desk.get_by_label("Started")).to_have_value("joskus keväällä")
    expect(desk.get_by_role("group", name="cannot be understood yet")).to_contain_text("2019, 3/2019 or 31.3.2019")


def test_text_typed_while_the_server_is_down_comes_back(desk, new_page):
    address = begin(desk)
    desk.get_by_label("Name of the practice").fill("Lukupiiri torilla")
    saved(desk)
    context = desk.context
    new_page.expected.append("ERR_INTERNET_DISCONNECTED")
    context.set_offline(True)
    desk.get_by_label("How it works").fill("Torilla luetaan ääneen.")
    expect(desk.locator("[data-autosave-status]")).to_contain_text("kept on this device")
    desk.close()
    context.set_offline(False)

    later = context.new_page()
    later.goto(address)
    expect(later.get_by_label("How it works")).to_have_value("")
    later.get_by_role("button", name="Bring it back").focus()
    later.keyboard.press("Enter")

    expect(later.get_by_label("How it works")).to_have_value("Torilla luetaan ääneen.")
    saved(later)
    later.reload()
    expect(later.get_by_label("How it works")).to_have_value("Torilla luetaan ääneen.")
    expect(later.get_by_role("button", name="Bring it back")).to_have_count(0)


def test_two_tabs_on_one_draft_lose_nothing(desk, new_page):
    address = begin(desk)
    new_page.expected.append("409 (Conflict)")
    other = desk.context.new_page()
    other.goto(address)
    desk.get_by_label("How it works").fill("Ensimmäinen kirjoitti tämän.")
    saved(desk)
    other.get_by_label("The challenge it answers").fill("Toinen kirjoitti tämän.")
    saved(other)
    other.get_by_label("How it works").fill("Toinen kirjoitti muuta.")
    main_action(other, "Save and preview")

    expect(other.get_by_text("Two of you changed the same fields")).to_be_visible()
    expect(other.get_by_text("Ensimmäinen kirjoitti tämän.")).to_be_visible()
    expect(other.get_by_label("How it works")).to_have_value("Toinen kirjoitti muuta.")
    expect(other.get_by_label("The challenge it answers")).to_have_value("Toinen kirjoitti tämän.")

    other.get_by_label("How it works").fill("Ensimmäinen ja toinen kirjoittivat tämän.")
    main_action(other, "Save and preview")
    expect(other.locator("main")).to_contain_text("Ensimmäinen ja toinen kirjoittivat tämän.")
    expect(other.locator("main")).to_contain_text("Toinen kirjoitti tämän.")


def test_a_practice_from_the_first_word_to_paper(desk, new_page):
    address = published(desk, "Puistosadut perheille")
    read_in = address.rsplit("-", 1)[1].strip("/")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Puistosadut perheille")

    # An English translation, then a correction of the Finnish: the English falls behind.
    translate(
        desk, read_in, "en", **{"In a few sentences": "Families meet in the park and learn the language together."}
    )
    desk.goto(address)
    main_action(desk, "Correct")
    main_action(desk, "Go on writing")
    summary = desk.get_by_label("In a few sentences")
    summary.fill(SUMMARY.replace("pelit ja kahvin", "pelit ja lämpimän keiton"))
    main_action(desk, "Save and publish…")
    desk.get_by_label("What changed").or_(desk.locator("[name=change_note]")).first.fill("Keitto kahvin tilalle.")
    main_action(desk, "Publish")

    desk.goto(f"/en/practices/{read_in}/compare/")
    expect(desk.locator("main del").filter(has_text="kahvin")).to_have_count(1)
    expect(desk.locator("main ins").filter(has_text="lämpimän keiton")).to_have_count(1)
    expect(desk.locator("main")).not_to_contain_text("The two say the same")

    translate(
        desk, read_in, "sv", **{"In a few sentences": "Familjer träffas i parken och lär sig språket tillsammans."}
    )
    expect(desk.locator("fieldset").filter(has_text="In a few sentences")).to_contain_text("behind the original")

    reader = new_page(locale="sv-SE")
    reader.goto(address.replace("/en/", "/sv/").replace("/practices/", "/praxis/"))
    expect(reader.locator("main")).to_contain_text("Familjer träffas i parken")
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Families meet in the park")
    expect(reader.locator("main")).to_contain_text(re.compile("changed since|older|behind", re.I))

    # On paper: the page as the browser prints it, and the card as PDF.
    printed = pypdf.PdfReader(io.BytesIO(reader.pdf(format="A4")))
    words = "\n".join(sheet.extract_text() for sheet in printed.pages)
    assert "Families meet in the park" in words
    assert "Sign in" not in words
    card = reader.context.request.get(reader.get_by_role("link", name="PDF").first.get_attribute("href"))
    assert card.headers["content-type"] == "application/pdf"
    assert "Families meet" in pypdf.PdfReader(io.BytesIO(card.body())).pages[0].extract_text().replace("\n", " ")


def translate(page, key, language, **texts):
    """Write translations on the page that has them side by side."""
    page.goto(f"/en/practices/{key}/translate/")
    for label, text in texts.items():
        line = page.locator("fieldset").filter(has=page.locator("legend", has_text=label))
        line.locator(f"[name^='{language}:']").fill(text)
    main_action(page, "Save translations")
    expect(page.get_by_text("The translation is saved.")).to_be_visible()


def test_a_card_is_written_and_published_without_javascript(new_page, sign_in):
    page = new_page(javascript=False, locale="en-GB")
    sign_in(page, "coordinator")
    page.goto("/en/practices/write/")
    page.get_by_role("radio", name="Finnish").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Name of the practice").fill("Kirjasto iltaisin")
    page.get_by_label("In a few sentences").fill(SUMMARY)
    page.get_by_role("radio", name="New operating model").check()
    for name in ("themes", "target_groups", "phases"):
        page.locator(f"[name={name}]").first.check()
    page.get_by_role("checkbox", name="Vantaa", exact=True).check()
    page.get_by_label("How it works").fill(SOLUTION)
    page.get_by_role("button", name="Save and publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kirjasto iltaisin")
    expect(page.locator("main")).to_contain_text("ohjaaja avaa puiston majan")
