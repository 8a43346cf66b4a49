"""From a survey to ten epics that somebody owns: thirty people, five of them in Chromium, and a report whose numbers are those of the log."""

import datetime
import io
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import cycle

import docx
import pytest
from playwright.sync_api import expect

from tests.houses import serving

from .crowd import Somebody
from .test_judging import heading, never_says, path_of, says, sign_in, tab, words_of_pdf
from .test_writer import main_action

pytestmark = pytest.mark.timeout(1800)  # a long story

PROFESSIONS = {
    "early-childhood-education": "Varhaiskasvatus",
    "basic-education": "Perusopetus",
    "refugee-guidance": "Pakolaisten ohjaus",
}
MUNICIPALITIES = ("Lahti", "Oulu", "Kuopio", "Vaasa")
EVERYBODY = 30
PHONES = 3  # of the thirty, in Chromium; the first two sit together
SURVEY = {
    "en": "What helps families settle in?",
    "fi": "Mikä auttaa perheitä kotiutumaan?",
    "sv": "Vad hjälper familjer att finna sig till rätta?",
}
# Items of the template's matrix, in its order; the first five of these are the ones that fail most.
ITEMS = (
    "common-language",
    "information",
    "parents",
    "between-professions",
    "tools",
    "beginning",
    "between-municipalities",
    "well-being",
    "free-time",
    "own-skills",
)
WIDEST = ITEMS[:5]
ITEM_NAMES = {
    "common-language": "A common language with families",
    "information": "Families get information about services",
    "parents": "Parents take part and are heard",
    "between-professions": "Cooperation between professions",
    "tools": "Shared tools and ways of working",
}
THEMES = {
    "common-language": {"fi": "Yhteinen kieli", "sv": "Ett gemensamt språk", "en": "A common language"},
    "information": {"fi": "Tieto perheille", "sv": "Information till familjerna", "en": "Information for families"},
    "parents": {"fi": "Vanhemmat mukaan", "sv": "Föräldrarna med", "en": "Parents on board"},
    "between-professions": {"fi": "Yhdessä yli rajojen", "sv": "Över yrkesgränserna", "en": "Across professions"},
    "tools": {"fi": "Samat työvälineet", "sv": "Samma verktyg", "en": "The same tools"},
}
REASONS = {"fi": "Suurimpia kuiluja:", "sv": "Bland de största gapen:", "en": "Among the widest gaps:"}


FEEDBACK = {"fi": "Miten päivä meni?", "sv": "Hur gick dagen?", "en": "How did the day go?"}
DAY = {"fi": "Neljän kunnan päivä", "sv": "Fyra kommuners dag", "en": "A day of four municipalities"}

SUMMARY = {
    "fi": "Kolme ammattialaa ja neljä kuntaa etsii yhdessä ratkaisuja.",
    "sv": "Tre yrkesområden och fyra kommuner söker lösningar tillsammans.",
    "en": "Three professions and four municipalities look for solutions together.",
}
PLACE = {"fi": "Lahti, kirjasto", "sv": "Lahtis, biblioteket", "en": "Lahti, the library"}
WHEN = datetime.date.today() + datetime.timedelta(days=3)  # so far off that starting now is asked for twice

MERGED = "Kielikerho, jossa on myös kuvakortit"
PARTS = {
    "hypothesis": "Uskomme, että idea {} auttaa perheitä.",
    "for_whom": "Vasta muuttaneet perheet.",
    "benefit": "Perhe tulee ymmärretyksi.",
    "measure": "Puolen vuoden päästä kysymme kymmeneltä perheeltä.",
    "first_step": "Kokous ensi kuussa.",
    "partners": "Kirjasto ja päiväkoti.",
    "risks": "Aika ei riitä.",
}
THINGS = (
    "Kuvakortit jokaiseen eteiseen",
    "Yhteinen sanasto tulkeille ja opettajille",
    "Viikkokirje selkokielellä",
    "Vanhempien kahvila aamuisin",
    "Aloituskeskustelu kotona",
    "Yksi puhelinnumero neljälle kunnalle",
    "Leikkipuiston kielikerho",
)


@dataclass
class Person:
    """One of the thirty: what she says of herself, and her browser."""

    number: int
    name: str
    profession: str
    municipality: str
    browser: Somebody
    known: dict = field(default_factory=dict)

    @property
    def is_on_phone(self):
        return self.number < PHONES


class Story:
    """The house, who sits at which screen, and what has been found out so far."""

    def __init__(self, address, new_page, axe):
        self.address, self.new_page, self.axe, self.pages, self.known = address, new_page, axe, {}, {}
        self.said_by_axe, self.looked_at = [], 0
        towns, fields = cycle(MUNICIPALITIES), cycle(PROFESSIONS)
        self.people = [
            Person(number, f"Osallistuja {number + 1}", next(fields), next(towns), Somebody(address))
            for number in range(EVERYBODY)
        ]

    @property
    def crowd(self):
        """Those who are not in Chromium."""
        return self.people[PHONES:]

    def at(self, who, path="", **window):
        """The page in front of somebody; opened at ``path`` when one is given. People with an account are signed in."""
        if who not in self.pages:
            window = {"locale": "en-GB", **window}
            self.pages[who] = self.new_page(**window)
            if who in ("facilitator", "coordinator"):
                sign_in(self.pages[who], f"{who}@example.org")
        if path:
            self.pages[who].goto(path)
        return self.pages[who]

    def look(self, *whose):
        """Let axe look at what stands in front of these."""
        for who in whose:
            self.looked_at += 1
            self.said_by_axe += self.axe(self.pages[who])

    def phone(self, number):
        """The phone of one of the three in Chromium."""
        return self.at(f"phone-{number}", width=360, height=740, locale="fi-FI")


def importance(person, item):
    """What somebody marks in the survey: what matters …"""
    return (5 if person.number % 5 else 4) if item in WIDEST else 3 + (person.number + ITEMS.index(item)) % 2


def today(person, item):
    """… and how well it works."""
    return 1 + (person.number % (WIDEST.index(item) + 2) == 0) if item in WIDEST else 3


def the_survey_is_made(story):
    """From the list of days to an open survey out of the template, in three languages."""
    page = story.at("facilitator", "/en/innovation-days/")
    main_action(page, "Surveys")
    main_action(page, "New survey")
    page.get_by_label("Name of the survey").fill(SURVEY["en"])
    expect(page.get_by_role("radio", name="Preliminary survey")).to_be_checked()
    main_action(page, "Begin")
    heading(page, SURVEY["en"])
    says(page, "1 text is not there in this language: Finnish.")
    name_it(page, SURVEY)
    tab(page, "Terms and times")
    page.get_by_label("Told of in public").check()
    main_action(page, "Save")
    tab(page, "Overview")
    says(page, "Nothing is missing")
    main_action(page, "Open the survey")
    says(page, "0 responses", "It takes answers until you close it.")
    story.known["survey-desk"] = path_of(page)
    story.known["survey"] = re.search(r"/desk/([a-z0-9]+)/", page.url).group(1)


def name_it(page, names):
    """The survey's name in Finnish and Swedish too."""
    tab(page, "Texts")
    for code in ("fi", "sv"):
        page.locator(f"[name='{code}:name'], [name=name_{code}]").first.fill(names[code])
    main_action(page, "Save")


def thirty_answer(story):
    """Three on their phones, the others by protocol, all through the open address; the desk counts them."""
    page = story.at("facilitator", story.known["survey-desk"])
    main_action(page, "Invitations and reminders")
    link = page.locator("main").get_by_role("link", name="/fi/").get_attribute("href")
    for person in story.people:
        if person.is_on_phone:
            answer_by_hand(story.phone(person.number), link, person)
        else:
            answer_by_protocol(person, link)
    page.goto(story.known["survey-desk"])
    says(page, f"{EVERYBODY} responses")
    page.get_by_role("link", name="Close now").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Close now").click()
    says(page, "Open again")


def answer_by_hand(page, link, person):
    """On a phone, in Finnish: begin, mark, write, look over, send."""
    page.goto(link)
    press(page, "Aloita")
    page.get_by_role("radio", name=PROFESSIONS[person.profession]).check()
    page.get_by_label("Missä kunnassa työskentelet?").select_option(label=person.municipality)
    press(page, "Seuraava")
    for item in ITEMS:
        for side, level in (("importance", importance(person, item)), ("current", today(person, item))):
            page.locator(f"input[name='q-needs.{item}.{side}'][value='{level}']").check()
    press(page, "Seuraava")
    page.get_by_label("Mikä on vaikeinta?").fill(f"Tulkkia ei saa ajoissa. Vastaus {person.number + 1}.")
    press(page, "Tarkista")
    says(page, "Tulkkia ei saa ajoissa.", person.municipality)
    press(page, "Lähetä")
    says(page, "Kiitos vastauksestasi!")


def press(page, words):
    """Press a button of the page that leads on."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def answer_by_protocol(person, link):
    """The same forms, filled in without a browser."""
    browser = person.browser.go(link).send()
    places = browser.form().choices["q-municipality"]
    browser.send(**{"q-profession": person.profession, "q-municipality": places[person.municipality]}, do="next")
    marks = {f"q-needs.{item}.importance": str(importance(person, item)) for item in ITEMS}
    marks |= {f"q-needs.{item}.current": str(today(person, item)) for item in ITEMS}
    browser.send(**marks, do="next")
    browser.send(**{"q-hardest": f"Yhteistä kieltä ei ole. Vastaus {person.number + 1}."}, do="next")
    browser.send(do="send")
    assert "Kiitos vastauksestasi!" in browser.html, browser.here


def gap(story, item):
    """Importance minus today over all answers: each profession weighs the same, and as many of each answered."""
    return sum(importance(one, item) - today(one, item) for one in story.people) / EVERYBODY


def the_results_are_read(story):
    """Who answered and where the gaps are: the figures are those of the thirty; small cells are withheld."""
    page = story.at("facilitator", story.known["survey-desk"])
    main_action(page, "Results")
    says(page, f"{EVERYBODY} responses.")
    rows = page.get_by_role("table", name="Professional fields by municipality").get_by_role("row")
    expect(rows.filter(has_text="Basic education").get_by_text("withheld")).to_have_count(len(MUNICIPALITIES))
    counts = [sum(one.municipality == town for one in story.people) for town in MUNICIPALITIES]
    assert rows.last.locator("td").all_inner_texts() == [str(count) for count in [*counts, EVERYBODY]]
    told = (
        page.get_by_role("table", name="Items by their gap")
        .locator("tbody tr")
        .evaluate_all("rows => rows.map(row => row.innerText.replace(/\\s+/g, ' '))")
    )
    wide = sorted(WIDEST, key=lambda item: -gap(story, item))
    for row, item in zip(told, wide, strict=False):
        assert ITEM_NAMES[item] in row, (row, item)
        assert f" {gap(story, item):.2f} " in row, (row, gap(story, item))
        assert "almost always among the first" in row, row


def five_themes_are_chosen(story):
    """Proposed from the gaps, named in three languages, chosen with reasons, published: everybody reads them."""
    page = story.at("facilitator")
    main_action(page, "Choose themes")
    says(page, "0 of 5 themes chosen.")
    main_action(page, "Propose themes of the 5 items with gaps among the first")
    for item, names in THEMES.items():
        card = page.locator("article.need-theme", has_text=ITEM_NAMES[item])
        with page.expect_navigation():
            card.get_by_role("link", name="Name, merge, split").click()
        for code, name in names.items():
            page.locator(f"[name=name_{code}]").fill(name)
            page.locator(f"[name=reason_{code}]").fill(f"{REASONS[code]} {name}")
        main_action(page, "Save")
        card = page.locator("article.need-theme", has_text=names["en"])
        with page.expect_navigation():
            card.get_by_role("button", name="Choose", exact=True).click()
    says(page, "5 of 5 themes chosen.")
    story.look("facilitator")
    main_action(page, "Publish the chosen themes")
    expect(page.get_by_role("link", name="New innovation day")).to_have_attribute("href", "/en/innovation-days/new/")
    reader = story.at("reader", "/en/surveys/")
    main_action(reader, SURVEY["en"])
    main_action(reader, "Why these themes were chosen")
    for names in THEMES.values():
        says(reader, names["en"], f"{REASONS['en']} {names['en']}")
    says(reader, f"{EVERYBODY} answers")
    story.look("reader")


def the_day_is_prepared(story):
    """A feedback survey and a day out of their templates; its themes are those that were chosen."""
    page = story.at("facilitator", "/en/surveys/")
    main_action(page, "New survey")
    page.get_by_label("Name of the survey").fill(FEEDBACK["en"])
    page.get_by_role("radio", name="Feedback survey").check()
    main_action(page, "Begin")
    name_it(page, FEEDBACK)
    tab(page, "Overview")
    main_action(page, "Open the survey")
    story.known["feedback-desk"] = path_of(page)

    page.goto("/en/innovation-days/")
    main_action(page, "New innovation day")
    page.get_by_label("Name of the day").fill(DAY["en"])
    page.locator("[name=day]").fill(str(WHEN))
    main_action(page, "Begin")
    heading(page, DAY["en"])
    says(page, "What is missing before sign-up opens")
    tab(page, "Texts")
    for code, place in PLACE.items():
        page.locator(f"[name=name_{code}]").fill(DAY[code])
        page.locator(f"[name=summary_{code}]").fill(SUMMARY[code])
        page.locator(f"[name=place_text_{code}]").fill(place)
    main_action(page, "Save")
    tab(page, "Terms")
    page.get_by_role("radio", name="Each group on a theme of its own").check()
    page.get_by_label("Feedback survey").select_option(label=FEEDBACK["en"])
    main_action(page, "Save")
    tab(page, "Themes")
    page.locator("select[name=survey]").select_option(label=SURVEY["en"])
    main_action(page, "Take this survey")
    for names in THEMES.values():
        page.get_by_role("checkbox", name=names["en"]).check()
    main_action(page, "Take up these themes")
    says(page, f"From the survey “{SURVEY['en']}”")
    tab(page, "Overview")
    says(page, "Nothing is missing")
    main_action(page, "Open sign-up")
    says(page, "Sign-up is open.")
    story.known["day-work"] = path_of(page)
    story.known["day"] = re.search(r"/work/([a-z0-9]+)/", page.url).group(1)


def thirty_sign_up(story):
    """From the list of days to a place on it: no account, three wishes; two want to sit together."""
    slug = DAY["fi"]
    for person in story.people:
        if person.is_on_phone:
            page = story.phone(person.number)
            page.goto("/fi/innovaatiopaivat/")
            main_action(page, slug)
            main_action(page, "Ilmoittaudu")
            story.known["sign-up"] = path_of(page)
            page.get_by_label("Nimi").fill(person.name)
            page.get_by_label("Ammattiala").fill(PROFESSIONS[person.profession])
            page.locator("choose-one input").fill(person.municipality)
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            for place, wish in zip(("Ensimmäinen", "Toinen", "Kolmas"), wishes(person), strict=True):
                page.get_by_label(f"{place} toive").select_option(label=wish)
            page.get_by_label("Tietoni saa säilyttää siihen asti.").check()
            press(page, "Ilmoittaudu")
            says(page, "Sinulla on paikka")
        else:
            browser = person.browser.go(story.known["sign-up"])
            form = browser.form("profession")
            themes = {f"wish_{place}": form.choices[f"wish_{place}"][wish] for place, wish in enumerate(wishes(person))}
            facts = {"name": person.name, "profession": PROFESSIONS[person.profession], "agrees": "on"}
            town = form.choices["municipality"][person.municipality]
            browser.send("profession", **facts, **themes, municipality=town)
            assert "Sinulla on paikka" in browser.html, browser.here
    page = story.at("facilitator", story.known["day-work"])
    expect(page.locator("dl.facts div", has_text="Signed up").locator("dd")).to_have_text(str(EVERYBODY))


def wishes(person):
    """Three themes, in the order of wishing: everybody begins at another one."""
    names = [names["fi"] for names in THEMES.values()]
    return [names[(person.number + place) % len(names)] for place in range(3)]


def thirty_come(story):
    """The day is started; phones join with the code, one is checked in at the door; desk and wall count thirty."""
    page = story.at("facilitator", story.known["day-work"])
    page.get_by_text("Start the day already now…").click()
    main_action(page, "Start the day")
    code = page.locator(".day-code-shown").inner_text()
    for person in story.people[:-1]:
        if person.is_on_phone:
            phone = story.phone(person.number)
            phone.goto("/fi/innovaatiopaivat/")
            main_action(phone, "Liity koodilla")
            phone.get_by_label("Päivän koodi").fill(code)
            press(phone, "Jatka")
            says(phone, person.name)
            press(phone, "Olen paikalla")
            expect(phone.locator("live-channel[data-way=stream]")).to_be_attached()
        else:
            person.browser.go("/fi/liity/").send("code", code=code).send("here", here="1")
    main_action(page, "Participants and check-in")
    last = story.people[-1]
    page.get_by_label("Find somebody").fill(last.name)
    main_action(page, "Find")
    main_action(page, "Is here")
    last.browser.go(f"/fi/paiva/{story.known['day']}/")
    page.goto(story.known["day-work"])
    expect(page.locator("dl.facts div", has_text="Here").locator("dd")).to_have_text(str(EVERYBODY))
    main_action(page, "The facilitator's desk")
    story.known["desk"] = path_of(page)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Wall", exact=True).click()
    story.pages["wall"] = opened.value
    expect(opened.value.locator("live-channel[data-way=stream]")).to_be_attached()


def step(story, words):
    """Press the next step on the desk; its words must be these. A part that begins is open when this returns."""
    page = story.at("facilitator")
    button = page.locator("form.desk-step button")
    expect(button).to_contain_text(words)
    button.click()
    kind, _colon, part = words.partition(": ")
    if kind == "Begin":
        expect(page.locator(".desk-phase-name", has_text=part)).to_be_visible()


def groups_are_announced(story):
    """Proven best, mixed by profession and municipality, two who want to sit together do; each phone tells its own."""
    page = story.at("facilitator")
    step(story, "Begin: Welcome and the themes of the day")
    expect(story.phone(0).locator("[data-here-now] h2")).to_have_text("Avaus ja päivän teemat")
    main_action(page, "Groups")
    pair = page.get_by_role("region", name="Together or apart")
    pair.get_by_label("Who?", exact=True).select_option(label=story.people[0].name)
    pair.get_by_label("And who?").select_option(label=story.people[1].name)
    pair.get_by_role("radio", name="together").check()
    main_action(page, "Keep this")
    main_action(page, "Make the groups")
    says(page, "Proven", "Not announced yet.")
    main_action(page, "Announce the groups")
    says(page, "Announced")
    story.look("facilitator")
    main_action(page, "To the desk")
    step(story, "Begin: Into groups")

    state = story.people[-1].browser.go(f"/fi/paiva/{story.known['day']}/").state()
    groups = {group["id"]: group for group in state["groups"]}
    story.known["themes"] = {theme["id"]: theme["name"]["en"] for theme in state["themes"]}
    assert [group["size"] for group in groups.values()] == [EVERYBODY // len(THEMES)] * len(THEMES)
    assert len({group["theme"] for group in groups.values()}) == len(THEMES)
    for person in story.crowd:
        person.known["group"] = person.browser.go(f"/fi/paiva/{story.known['day']}/").state()["me"]["group"]
    for number in range(PHONES):
        own = story.phone(number).locator("#group")
        expect(own).to_contain_text("Teemasi")
        others = [name for name in own.locator("ul li bdi").all_inner_texts() if name.startswith("Osallistuja")]
        table = next(one for one in story.crowd if one.name in others)
        story.people[number].known["group"] = table.known["group"]
    for person in story.people:
        person.known["theme"] = person.known["group"]["theme"]
    assert story.people[0].known["theme"] == story.people[1].known["theme"]
    for group in groups:
        seated = [one for one in story.people if one.known["group"]["id"] == group]
        assert len(seated) == EVERYBODY // len(THEMES)
        for kind in ("profession", "municipality"):
            counts = [
                sum(getattr(one, kind) == value for one in seated) for value in {getattr(p, kind) for p in story.people}
            ]
            assert max(counts) - min(counts) <= 1, (group, kind, counts)


def ideas_are_written_in_silence(story):
    """Nobody sees another's words; one phone loses the net while writing, and what was written on it arrives after."""
    story.new_page.expected.append("net::ERR_")
    step(story, "Begin: Ideas")
    wall, first, cut, third = story.pages["wall"], *(story.phone(number) for number in range(PHONES))
    for phone in (first, cut, third):
        expect(phone.locator("form[data-act=idea] [data-silent-note]")).to_be_visible()
    write(first, idea_of(story.people[0]))
    expect(said(first)).to_contain_text("Vastaanotettu")

    cut.context.set_offline(True)
    expect(cut.locator("[data-live-status]")).to_contain_text("Ei yhteyttä")
    write(cut, idea_of(story.people[1]))
    expect(said(cut)).to_have_text("Tallessa tässä puhelimessa")
    for person in story.crowd:
        person.browser.acts(("idea", {"theme": str(person.known["theme"]), "text": idea_of(person)}))
    waiting = story.people[-1].browser.state()["silent"]
    assert sum(waiting.values()) == EVERYBODY - 2, waiting  # all but the one without net and the one who has not begun
    cut.context.set_offline(False)
    expect(said(cut)).to_contain_text("Vastaanotettu")
    write(third, idea_of(story.people[2]))
    expect(said(third)).to_contain_text("Vastaanotettu")

    counts = wall.locator(".wall-themes .wall-count")
    expect(counts).to_have_text(["6"] * len(THEMES))
    expect(wall.get_by_text("Ei vielä avattu")).to_have_count(len(THEMES))
    expect(story.at("facilitator").locator(".desk-figures div", has_text="ideas").locator("dd")).to_have_text("0 + 30")
    texts = {idea_of(person) for person in story.people}
    assert not [text for text in texts if text in wall.content()]
    for number, phone in enumerate((first, cut, third)):
        assert [text for text in texts if text in phone.content()] == [idea_of(story.people[number])]
    story.look("wall", "phone-0")


def idea_of(person):
    """What somebody writes in silence."""
    return f"{THINGS[person.number % len(THINGS)]} ({person.number + 1})"


def write(phone, text):
    """Write an idea on a phone and send it."""
    form = phone.locator("form[data-act=idea]").first
    form.locator("textarea").fill(text)
    form.locator("button").last.click()


def said(phone):
    """What the phone says of the idea that was sent."""
    return phone.locator("form[data-act=idea]").first.locator("[data-act-status]")


def ideas_are_opened_up(story):
    """All at once; more are written, liked and talked about; two become one on the desk; who writes the same is told."""
    step(story, "Open up the ideas")
    wall, first, _cut, third = story.pages["wall"], *(story.phone(number) for number in range(PHONES))
    expect(wall.get_by_text("Ei vielä avattu")).to_have_count(0)
    expect(wall.locator(".wall-themes .wall-count")).to_have_text(["6"] * len(THEMES))
    board = {idea["text"]: idea for idea in story.people[-1].browser.state()["ideas"]}
    assert set(board) == {idea_of(person) for person in story.people}
    assert {idea["group"] for idea in board.values()} == {one.known["group"]["id"] for one in story.people}

    write(first, "Kielikummi joka perheelle")
    expect(said(first)).to_contain_text("Vastaanotettu")
    third.locator("#idea-whose").select_option("all")
    expect(third.get_by_text("Kielikummi joka perheelle").first).to_be_visible()
    for person in story.crowd[:5]:
        person.browser.acts(("idea", {"theme": str(person.known["theme"]), "text": f"Avoin idea {person.number + 1}"}))
    ideas = story.people[-1].browser.state()["ideas"]
    for person in story.crowd:
        liked = [idea["number"] for idea in ideas if idea["theme"] == person.known["theme"]][:2]
        person.browser.acts(*(("react", {"idea": str(number), "sign": "good"}) for number in liked))
    for person in story.crowd[:4]:
        text = f"Tätä on kokeiltu {person.municipality}ssa."
        person.browser.acts(("comment", {"idea": str(ideas[0]["number"]), "text": text}))

    page = story.at("facilitator", story.known["desk"])
    theme = story.people[0].known["theme"]
    merged = [person for person in story.people if person.known["theme"] == theme][-2:]
    for person in merged:
        page.locator(".desk-idea", has_text=idea_of(person)).locator(".desk-pick input").check()
    page.locator("[data-merge-text]").fill(MERGED)
    page.get_by_role("region", name="Merge the chosen").get_by_role("button", name="Merge").click()
    expect(page.locator(".desk-idea", has_text=MERGED)).to_be_visible()
    told = {idea["text"]: idea for idea in story.people[-1].browser.state()["ideas"]}
    assert {told[idea_of(person)]["state"] for person in merged} == {"merged"}
    assert [kind for kind, _number in told[MERGED]["from"]] == ["merge", "merge"]
    expect(first.get_by_text(MERGED).first).to_be_visible()
    story.look("facilitator", "phone-2", "wall")


def two_of_each_theme_are_chosen(story):
    """In secret: while the choice is open nobody is told more than how many have chosen; a tie is decided with a reason."""
    step(story, "Begin: Lunch")
    step(story, "Begin: Choosing the best of each theme")
    page, watcher = story.at("facilitator"), story.people[-1].browser
    board: dict[int, list[int]] = {}
    for idea in watcher.state()["ideas"]:
        if idea["state"] == "standing":
            board.setdefault(idea["theme"], []).append(idea["number"])
    on_phones = {person.known["theme"] for person in story.people[:PHONES]}
    tied = next(theme for theme in board if theme not in on_phones)
    for theme, (best, second, third, *_rest) in board.items():
        seated = [person for person in story.people if person.known["theme"] == theme]
        for place, person in enumerate(seated):
            other = third if theme == tied and place % 2 else second
            if person.is_on_phone:
                choose_by_hand(story.phone(person.number), best, other)
            else:
                dots = {f"dots_{best}": "2", f"dots_{other}": "1"}
                person.browser.acts(("choose", {"theme": str(theme), **dots}))
    told = watcher.state()["choosing"]
    assert sum(sum(of.values()) for of in told["voted"].values()) == EVERYBODY
    assert told["results"] == []
    page.locator(".desk-phase").get_by_role("button", name="Close").click()
    ties = page.get_by_role("region", name="Ideas that stand equal")
    ties.get_by_role("checkbox").first.check()
    ties.get_by_label("Why (everybody reads this)").fill("Toinen vaatii lain muutoksen.")
    ties.get_by_role("button", name="Decide").click()
    expect(ties).to_be_hidden()
    results = {one["theme"]: one for one in watcher.state()["choosing"]["results"]}
    story.known["chosen"] = {
        theme: [place["number"] for place in one["places"]] for theme, one in sorted(results.items())
    }
    assert story.known["chosen"] == {theme: numbers[:2] for theme, numbers in sorted(board.items())}
    for theme, one in results.items():
        first, second = story.known["chosen"][theme]
        assert (one["points"][str(first)], one["points"][str(second)]) == (12, 3 if theme == tied else 6)
        assert one["ballots"] == EVERYBODY // len(THEMES)
    expect(story.phone(0).locator(".chosen")).to_contain_text("Toinen vaatii lain muutoksen.")


def choose_by_hand(phone, best, second):
    """Two dots for one, one for the other."""
    phone.locator(f"#dots-{best}").select_option("2")
    phone.locator(f"#dots-{second}").select_option("1")
    form = phone.locator("form[data-act=choose]")
    form.get_by_role("button", name="Valitse nämä").click()
    expect(form.locator("[data-act-status]")).to_contain_text("Vastaanotettu")


SCALES = ("value", "impact", "feasibility")


def level_of(person, number, scale):
    """How somebody weighs an idea; None: she cannot say, or has not weighed it."""
    if person.number in (1, 2) and number % 3:
        return None  # two phones weigh a few only
    if scale == "feasibility" and person.number % 7 == 0:
        return None
    return (2 * number + SCALES.index(scale)) % 4 + person.number % 2


def mean_of(story, number, scale):
    """The mean of what was said, as it is told, and how many said it."""
    said = [level_of(person, number, scale) for person in story.people]
    said = [level for level in said if level is not None]
    mean = Decimal(repr(sum(said) / len(said))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(mean), len(said)


def the_chosen_are_weighed(story):
    """Value, impact and feasibility from 0 to 4, "cannot say" left out; the portfolio tells the means that we reckon."""
    step(story, "Begin: Weighing")
    page = story.at("facilitator")
    numbers = [number for theme in story.known["chosen"].values() for number in theme]
    for person in story.people:
        mine = [number for number in numbers if level_of(person, number, "value") is not None]
        levels = {n: {scale: str(level_of(person, n, scale)).replace("None", "none") for scale in SCALES} for n in mine}
        if person.is_on_phone:
            weigh_by_hand(story.phone(person.number), levels)
        else:
            person.browser.acts(*(("weigh", {"idea": str(number), **said}) for number, said in levels.items()))
    page.locator(".desk-phase").get_by_role("button", name="Close").click()
    expect(page.locator(".desk-phase")).to_have_count(0)
    main_action(page, "Portfolio")
    heading(page, "Portfolio of chosen ideas")
    expect(page.locator("svg.portfolio circle")).to_have_count(len(numbers))
    for number in numbers:
        cells = page.locator(f"tr#idea-{number} td").all_inner_texts()[3:]
        for cell, scale in zip(cells, SCALES, strict=True):
            mean, many = mean_of(story, number, scale)
            assert cell.split() == [mean, f"({many})"], (number, scale, cell, mean, many)
    says(page, "Toinen vaatii lain muutoksen.")
    story.look("facilitator", "phone-0")


def weigh_by_hand(phone, levels):
    """Idea by idea, scale by scale."""
    for number, said_of in levels.items():
        for scale, level in said_of.items():
            phone.locator(f"#{scale}-{number}").select_option(level)
        form = phone.locator("form[data-act=weigh]", has=phone.locator(f"#value-{number}"))
        form.get_by_role("button", name="Punnitse tämä").click()
        expect(form.locator("[data-act-status]")).to_contain_text("Vastaanotettu")


def ten_epics_are_written(story):
    """Two of each theme, from the chosen ideas; one is written on two phones at once, and no word of either is lost."""
    page = story.at("facilitator")
    main_action(page, "To the desk")
    step(story, "Begin: Coffee")
    step(story, "Begin: Epics")
    first, second = story.phone(0), story.phone(1)
    form = first.locator("form[data-act=epic_new]")
    expect(form).to_have_count(1)
    form.locator("input[type=checkbox]").first.check()
    form.locator("input[name=name]").fill("Kielikummit")
    form.get_by_role("button").click()
    written = [phone.locator("[data-epic-key]", has_text="Kielikummit") for phone in (first, second)]
    mine, theirs = (epic.locator("form[data-part=risks] textarea") for epic in written)
    mine.press_sequentially("Kummit väsyvät")
    expect(theirs).to_have_value("Kummit väsyvät")
    mine.press_sequentially(" keväällä")
    theirs.evaluate("control => control.setSelectionRange(0, 0)")
    theirs.press_sequentially("Ehkä ")
    for control in (mine, theirs):
        expect(control).to_have_value("Ehkä Kummit väsyvät keväällä")

    for theme, numbers in story.known["chosen"].items():
        seated = [person for person in story.crowd if person.known["theme"] == theme]
        begun = theme == story.people[0].known["theme"]
        for person, number in list(zip(seated, numbers, strict=False))[begun:]:
            name = f"Aihio ideasta {number}"
            receipts = person.browser.acts(("epic_new", {"theme": str(theme), "ideas[]": [str(number)], "name": name}))
            key = receipts[0]["mine"]["epic"]
            parts = {part: words.format(number) for part, words in PARTS.items()}
            person.browser.acts(
                *(("epic_text", {"epic": key, "part": part, "base": "", "text": text}) for part, text in parts.items())
            )
    epics = story.people[-1].browser.state()["epics"]
    assert len(epics) == 2 * len(THEMES)
    assert sorted(number for epic in epics for number in epic["ideas"]) == sorted(
        number for numbers in story.known["chosen"].values() for number in numbers
    )
    story.known["epics"] = {epic["key"]: epic for epic in epics}
    shown = story.pages["wall"].locator(".wall-epics li")
    expect(shown).to_have_count(len(epics))
    expect(shown.filter(has_text="Kielikummit").locator(".wall-count")).to_have_text("2/8")
    story.look("phone-0", "wall")


def the_day_is_closed(story):
    """Everybody is asked how it was, without an account and without a name; then nothing is taken in any more."""
    step(story, "Begin: Feedback and closing")
    phone = story.phone(0)
    phone.locator("#feedback").get_by_role("link", name="Anna palautetta").click()
    press(phone, "Aloita")
    phone.locator("input[name='q-useful'][value='5']").check()
    phone.get_by_label("Mitä pitäisi tehdä seuraavaksi?").fill("Tavataan keväällä uudelleen.")
    press(phone, "Tarkista")
    link = re.search(r".*/vastaa/[a-z0-9]+/", phone.url).group()
    press(phone, "Lähetä")
    says(phone, "Kiitos palautteestasi!")
    for person in story.people[1:]:
        useful = str(3 + person.number % 3)
        person.browser.go(link).send().send(**{"q-useful": useful}, do="next").send(do="send")
        assert "Kiitos palautteestasi!" in person.browser.html, person.browser.here
    wall = story.pages["wall"]
    expect(wall.locator(".wall-qr figcaption")).to_contain_text("/vastaa/")
    expect(wall.locator(".wall-answered .wall-count")).to_have_text(str(EVERYBODY))
    story.look("wall")
    page = story.at("facilitator")
    step(story, "Close: Feedback and closing")
    expect(page.locator(".desk-phase")).to_have_count(0)
    main_action(page, "Preparing")
    main_action(page, "Finish the day…")
    main_action(page, "Finish the day")
    says(page, "The day is done", "are kept until")
    expect(story.phone(1).get_by_text("Päivä on päättynyt").first).to_be_visible()


def the_report_says_what_the_log_says(story):
    """Every number of the report, on the page and on paper, is the one counted here from the log; nobody is named."""
    page = story.at("facilitator")
    main_action(page, "Report of the day")
    heading(page, f"Report of the day: {DAY['en']}")
    story.look("facilitator")

    def fetched(name):
        link = page.locator("main").get_by_role("link", name=name)
        answer = page.context.request.get(link.get_attribute("href"))
        assert answer.ok, (name, answer.status)
        return answer.body()

    log = fetched("Log (JSONL)").decode()
    counted = counted_from(log)
    figures = page.locator("ul.national-figures li").all_inner_texts()
    assert [" ".join(one.split()) for one in figures] == [f"{number} {words}" for words, number in counted.items()]
    for words in ("ideas", "choices", "epics", "participants"):
        assert counted[words] == {"participants": EVERYBODY, "ideas": 37, "choices": 10, "epics": 10}[words]
    paper = words_of_pdf(fetched("Report (PDF)"))
    for words, number in counted.items():
        assert f" {number} {words}" in paper, (number, words, paper[:1500])

    names = story.known["themes"]
    for theme, numbers in ideas_by_theme(log).items():
        told = f"{names[theme]} {len(numbers)} ideas."
        assert told in paper, told
        assert told in " ".join(page.locator("main").inner_text().split()), told
    for theme, chosen in story.known["chosen"].items():
        table = page.get_by_role("table", name=f"Chosen and weighed: {names[theme]}")
        points = chosen_points(log, theme)
        for number, row in zip(chosen, table.locator("tbody tr").all(), strict=True):
            expect(row.locator("th")).to_contain_text(f"{number}. ")
            means = [mean_of(story, number, scale)[0] for scale in SCALES]
            assert row.locator("td").all_inner_texts()[1:] == [f"{points[str(number)]:g}", *means]
            assert " ".join([f"{points[str(number)]:g}", *means]) in paper, (number, means)
    counts = {PROFESSIONS[key]: sum(one.profession == key for one in story.people) for key in PROFESSIONS}
    counts |= {town: sum(one.municipality == town for one in story.people) for town in MUNICIPALITIES}
    for who, many in counts.items():
        expect(page.get_by_role("row").filter(has_text=who).locator("td").first).to_have_text(str(many))
        assert f"{who} {many} " in paper, (who, many)
    says(page, f"{EVERYBODY} responses were given to it.", "Toinen vaatii lain muutoksen.")
    document = "\n".join(one.text for one in docx.Document(io.BytesIO(fetched("Document (Word)"))).paragraphs)
    for words in ("Kielikummit", "Ehkä Kummit väsyvät keväällä"):
        assert words in document
        assert words in paper
    for told in (page.content(), paper, document, log):
        assert not re.search("Osallistuja [0-9]", told)

    story.at("reader", "/en/innovation-days/")
    reader = story.pages["reader"]
    main_action(reader, DAY["en"])
    main_action(reader, "Report of the day")
    says(reader, "The open version", "37 ideas")
    never_says(reader, "Tätä on kokeiltu", "Osallistuja ")


def events_of(log):
    """The events of a log, codebook aside; their sequences have no gap."""
    codebook, *lines = [json.loads(line) for line in log.splitlines()]
    assert "codebook" in codebook
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    return lines


def counted_from(log):
    """The figures of the report, by their words, counted by what was done."""
    lines = events_of(log)
    done = Counter(line["kind"] for line in lines)
    groups = [line["event"]["groups"] for line in lines if line["kind"] == "announce_groups"][-1]
    return {
        "participants": sum(group["size"] for group in groups),
        "ideas": done["idea"] + done["merge"],
        "choices": sum(len(one["places"]) for one in last_results(lines)),
        "epics": done["epic_new"],
        "comments": done["comment"],
        "signs of approval": done["react"],
    }


def last_results(lines):
    """What was chosen, as it was told last."""
    return [line["event"]["choosing"]["results"] for line in lines if line["event"].get("choosing", {}).get("results")][
        -1
    ]


def ideas_by_theme(log):
    """The numbers of ideas of each theme, out of every event that tells of one or more."""
    found = {}
    for line in events_of(log):
        for told in [line["event"], *line["event"].get("ideas", [])]:
            if isinstance(told, dict) and {"number", "theme", "text"} <= set(told):
                found.setdefault(told["theme"], set()).add(told["number"])
    return found


def chosen_points(log, theme):
    """The points of the ideas of a theme, by number."""
    return next(one["points"] for one in last_results(events_of(log)) if one["theme"] == theme)


def epics_get_owners(story):
    """Made public, given to one organisation, taken on by another; everybody reads who answers for it."""
    page = story.at("facilitator", story.known["day-work"])
    main_action(page, "Epics of the day")
    says(page, "10 epics. 10 have no owner.")
    for _epic in story.known["epics"]:
        main_action(page, "Make public")
    main_action(page, "Give it an owner")
    page.locator("choose-one input").fill("City of Lahti")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_label("Role", exact=True).fill("Varhaiskasvatuksen päällikkö")
    main_action(page, "Give it")
    says(page, "Somebody owns it", "City of Lahti")
    taken = list(story.known["epics"].values())[-1]
    owner = story.at("coordinator", "/en/innovation-days/")
    main_action(owner, "What became of the epics")
    main_action(owner, taken["parts"]["name"])
    main_action(owner, "Take this epic on")
    owner.get_by_label("Role", exact=True).fill("Kotoutumiskoordinaattori")
    main_action(owner, "We take it on")
    says(owner, "Somebody owns it", "Kotoutumiskoordinaattori")
    story.known["epic"] = path_of(owner)
    main_action(page, "All epics of the day")
    says(page, "10 epics. 8 have no owner.")
    story.look("facilitator", "coordinator")


def the_arc_leads_back_and_on(story):
    """Back to how many answered, and never to who; on to a practice draft that says what the epic says."""
    owner, reader = story.at("coordinator"), story.at("reader", story.known["epic"])
    epic = list(story.known["epics"].values())[-1]
    says(reader, f"{EVERYBODY} answers", "Weighed by")
    along(reader, "Theme")
    says(reader, f"{EVERYBODY} answers;", "Why it was chosen")
    reader.goto(story.known["epic"])
    along(reader, "Need")
    heading(reader, SURVEY["en"])
    along(reader, "Epic")
    says(reader, *(one["parts"]["name"] for one in story.known["epics"].values()))
    never_says(reader, "Osallistuja ")

    main_action(owner, "Make a practice draft of this epic")
    main_action(owner, "Make the draft")
    says(owner, "The draft begins with what the epic says.", epic["parts"]["name"])
    main_action(owner, "Preview")
    says(owner, *(epic["parts"][part] for part in ("hypothesis", "benefit", "measure", "first_step")))
    owner.goto(story.known["epic"])
    says(owner, "The draft made of it")
    along(owner, "Practice")
    says(owner, epic["parts"]["name"], SURVEY["en"])


def along(page, station):
    """Follow the arc to a station."""
    with page.expect_navigation():
        page.locator(".arc-station a .arc-label", has_text=re.compile(f"^{station}$")).click()


def nobody_is_shut_out(story):
    """What axe has said on the way: nothing."""
    assert story.said_by_axe == []
    assert story.looked_at >= 12


STAGES = (
    the_survey_is_made,
    thirty_answer,
    the_results_are_read,
    five_themes_are_chosen,
    the_day_is_prepared,
    thirty_sign_up,
    thirty_come,
    groups_are_announced,
    ideas_are_written_in_silence,
    ideas_are_opened_up,
    two_of_each_theme_are_chosen,
    the_chosen_are_weighed,
    ten_epics_are_written,
    the_day_is_closed,
    the_report_says_what_the_log_says,
    epics_get_owners,
    the_arc_leads_back_and_on,
    nobody_is_shut_out,
)


@pytest.fixture(scope="module")
def own_house(copy_of_demo):
    """A demo house in which this story alone happens."""
    with serving(copy_of_demo("innovation-day")) as house:
        yield house.address


@pytest.fixture
def house(own_house):
    """This journey's own house in place of the shared one."""
    return own_house


def test_from_a_survey_to_epics_that_somebody_owns(new_page, house, axe):
    story = Story(house, new_page, axe)
    for stage in STAGES:
        stage(story)
