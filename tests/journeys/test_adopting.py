"""From finding to effect, on one phone: a worker in Kemi finds a practice in her own words, sees whether it fits, asks
its owner, her town takes it up with two adaptations, and a year later she tells by a reminder what came of it."""

import datetime
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.houses import house_environment, serving

from .test_writer import main_action

WORKER = "worker@example.org"
PASSWORD = "kotokaari-demo-2026"
MAKE_WORKER = f"""
from kotokaari.people.public import Organisation, Role, create_person, grant_role
user = create_person(email="{WORKER}", name="Katri Kemistä", password="{PASSWORD}", is_example=True, by=None)
grant_role(Organisation.objects.get(code="city-of-kemi"), user, role=Role.COORDINATOR, by=None)
"""
PRACTICE = "Järjestöjen kielikahvilat ja ryhmät"
QUESTION, MORE = "Kuinka monta vetäjää tarvitaan?", "Meillä on kirjastossa yksi ohjaaja."
ANOTHER_PLACE, SHORTER = "Kahvila on kirjastossa, ei järjestön tilassa.", "Tunti kerrallaan kahden sijasta."
RESULT = "Kielikahvilassa kävijät, jotka aloittivat kurssin"
A_YEAR_AND_TWO_DAYS = datetime.timedelta(days=367)
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def kemi(copy_of_demo):
    """A demo house of its own with a worker of the City of Kemi in it: its address, and what runs a command there."""
    data = copy_of_demo("kemi")

    def command(*words, **settings):
        line = [sys.executable, "-m", "kotokaari", *words]
        environment = house_environment(data, **settings)
        return subprocess.run(line, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    command("manage", "shell", "-c", MAKE_WORKER)
    with serving(data) as house:
        yield house.address, lambda *words: command(*words, KOTOKAARI_BASE_URL=house.address)


@pytest.fixture
def house(kemi):
    """This journey's own house in place of the shared one: its clock is moved."""
    return kemi[0]


@pytest.fixture
def look(axe):
    """A look at the page in front of one: it is accessible and does not scroll sideways."""

    def at(page):
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    return at


def part(page, name):
    """The part of a page under this heading."""
    return page.locator("section", has=page.get_by_role("heading", name=name)).last


def find(page, look):
    """Search as one speaks, see why it was found, and open it."""
    page.goto("/fi/")
    page.locator("input[name=q]:visible").first.fill("kielikahvilatoimintaan")
    page.keyboard.press("Enter")
    hit = page.locator(".finder-list > li", has_text=PRACTICE).first
    expect(hit.locator(".finder-why")).to_contain_text("Osa sanasta ”kielikahvilatoimintaan” on tekstissä")
    expect(hit.locator("mark").first).to_have_text("kielikahvilat")
    look(page)
    hit.get_by_role("link", name=PRACTICE).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PRACTICE)
    look(page)
    return page.url


def weigh(page, look):
    """Say one's situation in the address, and tick what only a person can judge."""
    part(page, "Sopiiko tämä meille?").get_by_role("link", name="Vertaa omaan tilanteeseenne").click()
    page.get_by_label("Kunnan tai alueen koko").select_option(label="5 000–19 999 asukasta")
    page.get_by_label("Vapaaehtoisia").select_option(label="Kyllä")
    page.get_by_label("Rahaa vuodessa").fill("4 000")
    main_action(page, "Näytä, mikä sopii")
    met = part(page, "Täyttyy")
    expect(met).to_contain_text("Kaksi vapaaehtoista vetäjää – Teillä on: vapaaehtoisia.")
    expect(part(page, "Ei tiedossa")).to_contain_text("Teidän 4 000 € voi riittää tai olla riittämättä.")
    page.get_by_label("Järjestö, joka vetää").check()
    main_action(page, "Vertaa uudelleen")
    expect(met).to_contain_text("Järjestö, joka vetää")
    expect(met).to_contain_text("Kaksi vapaaehtoista vetäjää")
    look(page)


def ask(page, practice, look):
    """Ask the owner; sign in on the way, and find everything as it was typed."""
    page.goto(practice)
    page.get_by_role("link", name="Kysy omistajalta").first.click()
    page.get_by_label("Kysymyksesi yhdellä rivillä").fill(QUESTION)
    page.get_by_label("Kerro lisää").fill(MORE)
    page.get_by_label("Nimelläni").check()
    page.get_by_label("Muut saavat lukea").check()
    look(page)
    page.get_by_role("button", name="Kirjaudu ja lähetä").click()
    page.fill("input[name=login]", WORKER)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_label("Kysymyksesi yhdellä rivillä")).to_have_value(QUESTION)
    expect(page.get_by_label("Kerro lisää")).to_have_value(MORE)
    expect(page.get_by_label("Nimelläni")).to_be_checked()
    expect(page.get_by_label("Muut saavat lukea")).to_be_checked()
    page.get_by_role("button", name="Lähetä kysymys").click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    look(page)


def take_up(page, practice, look):
    """The town tries it; the place is the town's own without being typed."""
    page.goto(practice)
    main_action(page, "Käytämme tätä tai haluaisimme käyttää")
    page.get_by_role("radio", name="Kokeilussa").check()
    page.get_by_label("Yhdellä virkkeellä").fill("Kirjaston kielikahvila vanhemmille, jotka hoitavat lasta kotona.")
    look(page)
    main_action(page, "Tallenna")
    expect(page.locator("main")).to_contain_text("Kemin kaupunki, Kemi")
    expect(page.locator("main")).to_contain_text("Kirjaston kielikahvila vanhemmille")
    look(page)


def adapt(page, words, answers, look):
    """One thing done otherwise, in FRAME's questions: each answer is a radio or an option of a list."""
    main_action(page, "Lisää jotain, minkä teette toisin")
    page.get_by_label("Mitä teette toisin?").fill(words)
    for question, answer in answers.items():
        group = page.get_by_role("group", name=question)
        if group.count():
            group.get_by_role("radio", name=answer, exact=True).check()
        else:
            page.get_by_label(question).select_option(label=answer)
    look(page)
    main_action(page, "Tallenna")
    expect(part(page, "Mitä teette toisin")).to_contain_text(words)


def reminder_of(letters):
    """The address in the worker's letter that says: from a trial to everyday use."""
    letter = re.search(rf"^To: {re.escape(WORKER)}$.*?^-{{20,}}$", letters, re.M | re.S).group()
    assert "Kemin kaupunki otti" in letter
    return re.search(r"^http\S+/yha-kaytossa/\S+\?answer=in_use$", letter, re.M).group()


def answer(page, address, look):
    """One click is the answer; what came of it is told beside it. Nobody is signed in."""
    page.goto(address)
    expect(page.get_by_role("link", name="Kirjaudu sisään").first).to_be_visible()
    look(page)
    page.get_by_text("Onko myös tulos kerrottavana?").click()
    page.get_by_label("Mitä tarkasteltiin").fill(RESULT)
    page.get_by_label("Luku").fill("14")
    page.get_by_label("Yksikkö").fill("ihmistä")
    page.get_by_label("Mihin suuntaan kävi").select_option(label="Parempaan")
    page.get_by_label("Montaako ihmistä se koskee").fill("45")
    look(page)
    main_action(page, "Vahvista vastaus")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiitos")
    look(page)


def stages_in_lapland(page, look):
    """How many adoptions of the practice stand at each stage in Lapland, by the national view."""
    page.goto("/fi/omat-tyot/")
    page.goto(page.locator("main a[href$='/leviaminen/']").first.get_attribute("href"))
    look(page)
    page.get_by_label("Maakunta").select_option(label="Lappi")
    main_action(page, "Näytä")
    table = page.get_by_role("table", name="Kunkin käytännön käyttöönotot vaiheittain")
    row = table.get_by_role("row").filter(has=page.get_by_role("link", name=PRACTICE))
    look(page)
    return dict(zip(table.locator("thead th").all_inner_texts(), row.locator("th, td").all_inner_texts(), strict=True))


def test_found_weighed_asked_taken_up_adapted_and_a_year_later_told(new_page, sign_in, kemi, look):
    specialist = sign_in(new_page(**PHONE), "specialist")
    before = stages_in_lapland(specialist, look)

    worker = new_page(**PHONE)
    practice = find(worker, look)
    weigh(worker, look)
    ask(worker, practice, look)
    take_up(worker, practice, look)
    place = {
        "1. Mitä muutos koskee?": "Toteutusta: missä, kuka, kenelle, millä tavalla",
        "2. Millainen muutos se on?": "Toinen paikka tai ympäristö",
        "3. Milloin siitä päätettiin?": "Ennen aloitusta",
        "4. Suunniteltiinko se etukäteen?": "Kyllä",
        "5. Kuka päätti?": "Työn tekijät",
        "6. Kuinka laajalle se ulottuu?": "Koko organisaatioon",
        "7. Onko käytännön ydin säilynyt?": "Ydin on säilynyt",
        "8. Mihin sillä pyritään?": "Jotta tavoitettaisiin useampia",
    }
    adapt(worker, ANOTHER_PLACE, place, look)
    enough = {"1. Mitä muutos koskee?": "Sisältöä", "2. Millainen muutos se on?": "Lyhyempi"}
    adapt(worker, SHORTER, enough, look)

    _address, command = kemi
    letters = command("daily", "--on", str(datetime.date.today() + A_YEAR_AND_TWO_DAYS))
    reader = new_page(**PHONE)
    answer(reader, reminder_of(letters), look)

    # Everybody reads it on the practice's page: who, what was changed, what came of it.
    main_action(reader, "Käytäntöön")
    adopter = reader.locator(".adopter", has_text="Kemin kaupunki")
    expect(adopter).to_contain_text("Käytössä")
    expect(adopter).to_contain_text("Kemi, Lappi")
    for name, words in (("Toinen paikka tai ympäristö", ANOTHER_PLACE), ("Lyhyempi", SHORTER)):
        reader.locator(".changes summary", has_text=name).click()
        said = reader.locator(".changes blockquote", has_text=words)
        expect(said).to_be_visible()
        expect(said).to_contain_text("Kemin kaupunki")
    told = reader.get_by_role("row").filter(has_text=RESULT)
    expect(told).to_contain_text("14 ihmistä")
    expect(told).to_contain_text("Parempaan")
    look(reader)

    # So does the arc, at its station, with a way to the adoption itself.
    reader.locator(".arc-station[data-state=here] a").click()
    reader.locator("li#adoption").get_by_role("link", name="Kemin kaupunki").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Kemin kaupunki")
    expect(reader.locator("main")).to_contain_text(RESULT)
    look(reader)

    # And the country sees it in Lapland: one use more of it, at this stage and no other.
    assert stages_in_lapland(specialist, look) == before | {"Käytössä": str(int(before["Käytössä"]) + 1)}
