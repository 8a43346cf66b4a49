"""From a call to a published practice and its figures, through all its roles: what each of them sees, and what nobody may see."""

import csv
import datetime
import email
import email.header
import io
import re
import subprocess
import sys
import time

import pypdf
import pytest
import rdflib
from playwright.sync_api import expect

from tests.houses import house_environment, serving

from .test_writer import choose, main_action

pytestmark = pytest.mark.timeout(1800)  # a long story

CCCEV = rdflib.Namespace("http://data.europa.eu/m8g/")
PASSWORD = "kotokaari-demo-2026"
# Accounts only: (address, name, language of the letters, organisation, role).
PEOPLE = (
    ("hanna@example.org", "Hanna Hakija", "fi", "keha", "coordinator"),
    ("petra@example.org", "Petra Puheenjohtaja", "fi", "ministry-economic-affairs", "member"),
    ("aino@example.org", "Aino Tekijä", "fi", "city-of-jyvaskyla", "coordinator"),
    ("siv@example.org", "Siv Skribent", "sv", "city-of-vaasa", "coordinator"),
    ("kalle@example.org", "Kalle Kirjoittaja", "fi", "city-of-lahti", "coordinator"),
    ("eero@example.org", "Eero Arvioija", "fi", "city-of-oulu", "member"),
    ("maria@example.org", "Maria Bedömare", "sv", "city-of-turku", "member"),
    ("olli@example.org", "Olli Osaaja", "fi", "city-of-kuopio", "member"),
)
MAKE_PEOPLE = f"""
from kotokaari.people.public import Organisation, create_person, grant_role
for email, name, language, organisation, role in {PEOPLE!r}:
    user = create_person(email=email, name=name, language=language, password="{PASSWORD}", is_example=True, by=None)
    grant_role(Organisation.objects.get(code=organisation), user, role=role, by=None)
"""

CALL = {
    "fi": "Kielen oppimisen hyvät käytännöt 2027",
    "sv": "God praxis för språkinlärning 2027",
    "en": "Good practices of language learning 2027",
}
CALL_TEXTS = {
    "summary": {
        "fi": "Haemme käytäntöjä, joilla kieltä opitaan arjessa.",
        "sv": "Vi söker praxis där språket lärs i vardagen.",
        "en": "We look for practices in which a language is learnt in everyday life.",
    },
    "about": {
        "fi": "Kieltä opitaan muuallakin kuin kurssilla. Etsimme tapoja, jotka toimivat.",
        "sv": "Språket lärs också utanför kurserna. Vi söker sätt som fungerar.",
        "en": "A language is learnt outside courses too. We look for ways that work.",
    },
    "who_may_answer": {
        "fi": "Kunnat ja järjestöt, joiden käytäntö on toiminut vuoden.",
        "sv": "Kommuner och föreningar vars praxis har varit i gång ett år.",
        "en": "Municipalities and associations whose practice has run for a year.",
    },
}
FIELDS_ASKED = (
    "title",
    "summary",
    "kind",
    "themes",
    "target_groups",
    "places",
    "started_on",
    "goals",
    "needs_evidence",
    "operating_environment",
    "results",
    "solution",
    "transfer_advice",
)
CONSENT = {
    "fi": "Organisaatiomme antaa luvan julkaista",
    "sv": "Vår organisation ger tillstånd att publicera",
    "en": "Our organisation lets the practice",
}


class Story:
    """The house, who sits where in it, and what has been found out so far."""

    def __init__(self, address, new_page, letters, command):
        self.address, self.new_page, self.letters, self.command = address, new_page, letters, command
        self.pages, self.known, self.last = {}, {}, ""
        self.newcomers = {"bo", "ida"}  # they have no account before they join

    def at(self, who, path="", **window):
        """The page in front of somebody, signed in; opened at ``path`` when one is given."""
        if who not in self.pages:
            self.pages[who] = self.new_page(locale="en-GB", **window)
            if who != "reader" and who not in self.newcomers:
                sign_in(self.pages[who], f"{who}@example.org")
        self.last = who
        if path:
            self.pages[who].goto(path)
        return self.pages[who]

    def letter(self, address, *words, after=0):
        """The newest letter to an address in which these words stand; waits for it."""
        until = time.monotonic() + 20
        while True:
            found = [one for one in self.letters_to(address) if all(word in one for word in words)]
            if len(found) > after:
                return found[-1]
            if time.monotonic() > until:
                raise AssertionError(f"no letter to {address} with {words}: {self.letters_to(address)}")
            time.sleep(0.2)

    def letters_to(self, address):
        """All letters to an address, in order."""
        return [
            one
            for one in sent_letters(self.letters.read_text())
            if re.search(rf"^To: {re.escape(address)}$", one, re.M)
        ]


def sent_letters(outbox):
    """What the house wrote to its outbox, letter by letter, as people read them."""
    return [readable(one) for one in re.split(r"^-{70,}$", outbox, flags=re.M) if "\nTo: " in one]


def readable(letter):
    """A letter with its subject and its body decoded."""
    message = email.message_from_bytes(letter.strip().encode())
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    body = part.get_payload(decode=True).decode(part.get_content_charset() or "utf-8")
    subject = str(email.header.make_header(email.header.decode_header(message["Subject"])))
    files = " ".join(part.get_filename() for part in message.walk() if part.get_filename())
    return f"To: {message['To']}\nSubject: {subject}\nFiles: {files}\n\n{body}"


def link_in(letter, words=""):
    """The first address in a letter whose path holds these words."""
    return next(found for found in re.findall(r"https?://\S+", letter) if words in found and found.count("/") > 3)


def sign_in(page, address, password=PASSWORD):
    """Sign in by the form, as everybody does."""
    page.goto("/en/my-work/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/my-work/")


def heading(page, words):
    """The page has this main heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def says(page, *words):
    """The page says all of this."""
    for word in words:
        expect(page.locator("main")).to_contain_text(word)


def never_says(page, *words):
    """Nothing of this stands in the page, hidden or not."""
    for word in words:
        assert word not in page.content(), (page.url, word)


def the_call_is_made(story):
    """Whose call, texts in three languages, themes, times, questions, people; what is missing is said until it is not."""
    page = story.at("hanna", "/en/calls/")
    main_action(page, "New call")
    page.get_by_label("Name of the call").fill(CALL["en"])
    expect(page.get_by_role("radio", name="Rubric for good practices")).to_be_checked()
    main_action(page, "Begin")
    heading(page, CALL["en"])
    says(page, "What is missing before publishing", "missing in Finnish")
    tab(page, "Texts")
    for code in ("fi", "sv", "en"):
        page.locator(f"[name='{code}:name']").fill(CALL[code])
        for name, words in CALL_TEXTS.items():
            page.locator(f"[name='{code}:{name}']").fill(words[code])
    page.get_by_label("E-mail address of this role").fill("haku@example.org")
    main_action(page, "Save the texts")
    says(page, "The texts are saved.")
    tab(page, "Themes and terms")
    choose(page, "Themes", "language learning")
    page.keyboard.press("Tab")  # the list closes
    for language in ("Finnish", "Swedish", "English"):
        page.get_by_role("checkbox", name=language).check()
    page.get_by_label("Assessments of each submission").fill("4")
    main_action(page, "Save")
    says(page, "Saved.")
    tab(page, "Times")
    today = datetime.date.today()
    page.get_by_label("Name of the round").first.fill("Ensimmäinen kierros")
    for label, day, clock in (("Opens", today, "00:00"), ("Closes", today + datetime.timedelta(days=3), "16:15")):
        page.get_by_label(label).first.fill(day.isoformat())
        page.get_by_label("At").nth(0 if label == "Opens" else 1).fill(clock)
    main_action(page, "Save the times")
    says(page, "The times are saved.", "16:15 (Europe/Helsinki, UTC+2)")


def tab(page, name):
    """Go to another page of the same work."""
    with page.expect_navigation():
        page.locator("main nav").get_by_role("link", name=re.compile(f"^{name}")).click()


def the_call_opens(story):
    """What is asked, who runs it, a look as a submitter; then everybody reads it in three languages."""
    page = story.at("hanna", "/en/my-work/")
    main_action(page, CALL["en"])
    tab(page, "Questions")
    page.get_by_text("Add fields of the practice record").click()
    for name in FIELDS_ASKED:
        page.locator(f"input[name=field][value={name}]").check()
    main_action(page, "Add the chosen ones")
    says(page, "A gate has no question", "“Permission to publish” is looked up from the answer")
    main_action(page, "Ask for the permission to publish")
    says(page, CONSENT["en"])
    never_says(page, "No question serves these criteria", "A gate has no question", "What is chosen needs more")
    tab(page, "People")
    page.get_by_label("Chair").fill("petra@example.org")
    main_action(page, "Save")
    says(page, "Petra Puheenjohtaja")
    tab(page, "Preview")
    says(page, "As somebody who answers sees it", CONSENT["en"])
    tab(page, "Overview")
    says(page, "Nothing is missing")
    main_action(page, "Publish the call")
    heading(page, CALL["en"])
    story.known["call"] = path_of(page)
    story.known["key"] = re.search(r"-([a-z0-9]{6})/$", page.url).group(1)

    reader = story.at("reader", story.known["call"])
    for code, language in (("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")):
        reader.get_by_role("banner").get_by_role("link", name=language).click()
        heading(reader, CALL[code])
        says(reader, CALL_TEXTS["about"][code], CALL_TEXTS["who_may_answer"][code], CONSENT[code])
        expect(reader.locator("html")).to_have_attribute("lang", code)


def path_of(page):
    """The address without the house."""
    return "/" + page.url.split("/", 3)[3].split("#")[0].split("?")[0]


WORK = {
    "title": ("Kielikävely kirjastosta torille", "Språkpromenad från biblioteket till torget"),
    "summary": (
        "Joka torstai ryhmä kävelee kirjastosta torille ja asioi matkalla yhdessä suomeksi.",
        "Varje torsdag går gruppen från biblioteket till torget och uträttar ärenden tillsammans.",
    ),
    "goals": (
        "Osallistuja asioi itse torilla puolen vuoden päästä.",
        "Deltagaren handlar själv på torget efter ett halvår.",
    ),
    "needs_evidence": (
        "Kysyimme 40 muuttaneelta, missä kieltä tarvitaan.",
        "Vi frågade 40 som flyttat var språket behövs.",
    ),
    "operating_environment": (
        "Keskikokoinen kaupunki, kirjasto keskustassa.",
        "Medelstor stad, biblioteket i centrum.",
    ),
    "results": (
        "Kolmestakymmenestä 22 asioi itse puolen vuoden päästä.",
        "Av trettio handlade 22 själva efter ett halvår.",
    ),
    "solution": ("Ohjaaja ja vapaaehtoinen kävelevät mukana.", "En handledare och en frivillig går med."),
    "transfer_advice": ("Aloittakaa yhdestä reitistä.", "Börja med en rutt."),
}
STARTED = "9/2023"
OWN_CONSENT = "own_consent"


def the_two_write_one_submission(story):
    """Begun in Finnish, a co-author asked by e-mail, both write, translated into Swedish, readiness of each language."""
    aino = story.at("aino", story.known["call"])
    main_action(aino, "Answer the call")
    heading(aino, "Answer the call")
    aino.get_by_role("radio", name="suomi").or_(aino.get_by_role("radio", name="Finnish")).first.check()
    main_action(aino, "Begin")
    aino.get_by_role("radio", name="New operating model").check()
    for label, word in (("Themes", "language learning"), ("For whom", "immigrant family"), ("Where", "Vantaa")):
        choose(aino, label, word)
        aino.keyboard.press("Tab")
    main_action(aino, re.compile("^Save$"))
    write(aino, {"title": WORK["title"][0], "summary": WORK["summary"][0], "started_on": STARTED})
    heading(aino, WORK["title"][0])
    story.known["first"] = path_of(aino)
    says(aino, "Draft: not sent yet")
    main_action(aino, "Ask somebody to write with you, leave, hand over")
    aino.get_by_label("E-mail").fill("bo@example.org")
    aino.get_by_label("Language of the letter").select_option("sv")
    main_action(aino, "Send the invitation")
    says(aino, "bo@example.org")

    letter = story.letter("bo@example.org", WORK["title"][0], "Aino")
    assert CALL["sv"] in letter
    bo = story.at("bo", link_in(letter, "/sv/"))
    says(bo, "Aino Tekijä", WORK["title"][0])
    bo.fill("[name=name]", "Bo Skrivare")
    says(bo, CALL["sv"])
    bo.fill("[name=password]", PASSWORD)
    bo.fill("[name=password_again]", PASSWORD)
    main_action(bo, "Skapa kontot och gå med")
    heading(bo, WORK["title"][0])
    bo.goto(story.known["first"])

    # Both have the form open; each writes what the other does not, and nothing is lost.
    main_action(aino, "Back to the submission")
    main_action(aino, "Go on writing")
    main_action(bo, "Go on writing")
    half = list(WORK)[2:5]
    write(bo, {name: WORK[name][0] for name in half})
    write(aino, {name: WORK[name][0] for name in WORK if name not in half} | {OWN_CONSENT: True})
    main_action(bo, "Languages")
    tab(bo, "Swedish")
    for name in WORK:
        bo.locator(f"main [name$='{name}']:not([type=hidden])").first.fill(WORK[name][1])
    main_action(bo, "Save translations")
    says(bo, "Every text is translated and up to date.")
    aino.goto(story.known["first"])
    ready = aino.locator(".readiness")
    expect(ready).to_contain_text("8 of 8 texts")
    expect(ready).to_contain_text("0 of 8 texts")
    says(aino, "Bo Skrivare")
    main_action(aino, "Send…")
    never_says(aino, "These must be completed first")
    main_action(aino, "Send")
    says(aino, "Number 1 in the call", "Receipt (PDF)")
    receipt = story.letter("aino@example.org", WORK["title"][0])
    assert receipt.splitlines()[1].startswith("Subject: Vastaanotettu"), receipt
    assert ".pdf" in receipt
    assert "Mottaget" in story.letter("bo@example.org", "promenad").splitlines()[1]


def write(page, words):
    """Fill in what each part of the form asks, saving and going on, until the last."""
    left = dict(words)
    with page.expect_navigation():  # «Go on writing» leads to what is open: begin at the beginning
        page.locator("nav.sheets li a").first.click()
    while True:
        for name in list(left):
            box = page.locator(f"main form.answers [name='{name}']:not([type=hidden])")
            if box.count():
                if left[name] is True:
                    box.check()
                else:
                    box.fill(left[name])
                del left[name]
        if page.get_by_role("button", name="Save and go on").count():
            main_action(page, "Save and go on")
        else:
            break
    assert not left, left
    main_action(page, re.compile("^Save$"))


SECOND = {
    "title": "Läsgrupp i tvättstugan",
    "summary": "I husets tvättstuga läser grannar högt för varandra en gång i veckan.",
    "goals": "Grannar lär känna varandra.",
    "needs_evidence": "Grannarna bad om det.",
    "operating_environment": "Ett höghus.",
    "results": "Tio grannar deltar.",
    "solution": "En frivillig bjuder in och läser först.",
    "transfer_advice": "Fråga husbolaget.",
    OWN_CONSENT: True,
}
THIRD = {
    "title": "Kielitaulu aulassa",
    "summary": "Aulan taululla on joka viikko kymmenen uutta sanaa.",
    "goals": "Sanat opitaan ohi kulkiessa.",
    "results": "Ei vielä tiedossa.",
    "solution": "Taulu vaihdetaan maanantaisin.",
    OWN_CONSENT: True,
}
TOO_YOUNG = f"{datetime.date.today().month}/{datetime.date.today().year}"


def answer(story, who, language, words):
    """From the page of the call to a receipt; returns where the submission is."""
    page = story.at(who, story.known["call"])
    main_action(page, "Answer the call")
    page.get_by_role("radio", name=language).check()
    main_action(page, "Begin")
    write(page, words)
    main_action(page, "Send…")
    main_action(page, "Send")
    says(page, "in the call", "Receipt (PDF)")
    return path_of(page)


def pass_gates(page, title):
    """Look at what the house could not look up by itself, and let it through."""
    main_action(page, title)
    heading(page, title)
    main_action(page, "Look at the gates")
    for gate in ("ethics", "data-protection"):
        page.locator(f"[name=gate-{gate}-result][value=passed]").check()
    main_action(page, "Save")


def a_gate_returns_one(story):
    """Two more answers; one has not run for a year, is returned with the reason, mended and sent again."""
    story.known["second"] = answer(story, "siv", "Swedish", SECOND | {"started_on": TOO_YOUNG})
    story.known["third"] = answer(story, "kalle", "Finnish", THIRD | {"started_on": "2/2022"})
    hanna = story.at("hanna", f"/en/calls/work/{story.known['key']}/")
    main_action(hanna, "Submissions")
    says(hanna, "3 of 3", WORK["title"][0], SECOND["title"], THIRD["title"])
    received = path_of(hanna)
    for title in (WORK["title"][0], THIRD["title"]):
        pass_gates(hanna, title)
        says(hanna, "Every gate is passed: it goes to the panel.")
        hanna.goto(received)
    pass_gates(hanna, SECOND["title"])
    says(hanna, "It had not run for twelve months when it was sent.")
    main_action(hanna, "Return to be mended")
    says(hanna, "Running for a year", "It had not run for twelve months")
    hanna.get_by_label("What is to be mended").fill("Kertokaa, koska kokeilu alkoi.")
    main_action(hanna, "Return and write to the authors")
    says(hanna, "Returned. Its authors get a letter now.")

    letter = story.letter("siv@example.org", SECOND["title"], "Kertokaa")
    assert CALL["sv"] in letter
    assert letter.splitlines()[1].startswith("Subject: Ska kompletteras")
    assert "tolv månader" in letter
    siv = story.at("siv", link_in(letter, "/sv/"))
    says(siv, "tolv månader", "Kertokaa, koska kokeilu alkoi.")
    siv.goto(story.known["second"])
    says(siv, "Returned to be mended", "Mend it and send it again until")
    main_action(siv, "Go on writing")
    write(siv, {"started_on": "8/2024"})
    main_action(siv, "Send…")
    main_action(siv, "Send")
    says(siv, "Version 2")

    hanna = story.at("hanna", received)
    says(hanna, "version 2")
    pass_gates(hanna, SECOND["title"])
    says(hanna, "Every gate is passed: it goes to the panel.", "It had run for twelve months")


MEMBERS = {"eero": "Eero Arvioija", "maria": "Maria Bedömare", "olli": "Olli Osaaja", "ida": "Ida Idänpää"}


def work_of(story, who, *step):
    """The steps of the work behind the call, as one who runs it meets them; then into one of them."""
    page = story.at(who, f"/en/calls/work/{story.known['key']}/")
    for words in step:
        main_action(page, words)
    return page


def the_panel_is_asked(story):
    """Three experts with an account, and one who has moved to the country and has none; all say yes."""
    hanna = work_of(story, "hanna", "Panel")
    for who in MEMBERS:
        main_action(hanna, "Ask somebody")
        hanna.get_by_label("Or by e-mail").fill(f"{who}@example.org")
        hanna.get_by_role("radio", name="svenska" if who == "maria" else "suomi").check()
        if who == "ida":
            hanna.get_by_role("radio", name="experience").check()
            hanna.get_by_label("Begin with questions in plain language").check()
        main_action(hanna, "Send the invitation")
        says(hanna, f"{who}@example.org" if who == "ida" else MEMBERS[who])

    for who in ("eero", "maria", "olli"):
        letter = story.letter(f"{who}@example.org", CALL["sv" if who == "maria" else "fi"])
        member = story.at(who)
        member.goto(link_in(letter, "/sv/" if who == "maria" else "/fi/"))
        member.goto("/en/" + "panel-seats/" + re.search(r"[0-9a-f-]{36}", member.url).group() + "/")
        heading(member, "You are asked to an expert panel")
        story.known[f"seat-{who}"] = path_of(member)
        main_action(member, "Yes, I take the seat")
        heading(member, "Is there a conflict?")
    letter = story.letter("ida@example.org", "Kotokaari")
    ida = story.at("ida", link_in(letter, "/fi/"))
    ida.fill("[name=name]", MEMBERS["ida"])
    ida.fill("[name=password]", PASSWORD)
    ida.fill("[name=password_again]", PASSWORD)
    ida.locator("main form button[type=submit]").first.click()
    ida.wait_for_load_state()
    ida.goto("/en/my-work/")
    main_action(ida, CALL["en"])
    heading(ida, "Will you help us choose good practices?")
    story.known["seat-ida"] = path_of(ida)
    main_action(ida, "Yes, I want to help")
    heading(ida, "Do you know these people or this work?")

    for who in MEMBERS:
        member = story.at(who, story.known[f"seat-{who}"])
        main_action(member, "Write a profile")
        for language in ("suomi", "svenska"):
            member.get_by_role("checkbox", name=language).check()
        if who == "ida":
            member.get_by_label("I have own experience of moving").check()
        main_action(member, "Save")
    hanna.reload()
    expect(hanna.get_by_role("region", name="They sit on the panel")).to_contain_text("Ida Idänpää")
    never_says(hanna, "Asked, declined, left")


CONTENT = (WORK["summary"][0], WORK["summary"][1], SECOND["summary"], THIRD["summary"])


def conflicts_come_before_content(story):
    """Each sees who sent what and its name, nothing more, and answers; one is tied to a submission."""
    for who in MEMBERS:
        page = story.at(who, "/en/my-work/")
        main_action(page, CALL["en"])
        says(page, WORK["title"][0], SECOND["title"], THIRD["title"], "City of Vaasa")
        never_says(page, *CONTENT)
        if who == "eero":
            row = page.locator(".declare-row", has_text=WORK["title"][0])
            row.get_by_role("combobox").select_option(label="Personal relation")
        main_action(page, "No conflict with the rest…")
        says(page, "You chose 1 conflict." if who == "eero" else "these 3 submissions")
        main_action(page, "I have no conflict with these")
    eero = story.at("eero", f"{story.known['seat-eero']}conflicts/")
    says(eero, "You have a conflict", "Submission 1: Personal relation")
    never_says(eero, WORK["title"][0], *CONTENT)


def the_work_is_shared_out(story):
    """A proposal is a difference until it is taken; what cannot be had is named; letters go to the members."""
    hanna = work_of(story, "hanna", "Share out the work")
    expect(hanna.get_by_label("Assessments of each submission")).to_have_value("4")
    hanna.get_by_label("By when they assess").fill(str(datetime.date.today() + datetime.timedelta(days=20)))
    main_action(hanna, "Make a proposal")
    heading(hanna, "What the proposal would change")
    says(hanna, "11 new pairs", "What falls short")
    first = hanna.get_by_role("row").filter(has_text=WORK["title"][0])
    for name in list(MEMBERS.values())[1:]:
        expect(first).to_contain_text(name)
    expect(first).not_to_contain_text("Eero")
    assert not story.letters_to("olli@example.org")[-1].count("anna"), "nothing is told before it is taken"
    story.known["before"] = len(story.letters_to("olli@example.org"))
    main_action(hanna, "Take it into force")
    says(hanna, "In force")
    story.letter("olli@example.org", CALL["fi"], after=story.known["before"])
    main_action(story.at("olli", "/en/my-work/"), WORK["title"][0])
    says(story.at("olli"), *WORK["summary"][:1])


def one_is_recused_and_sees_nothing(story):
    """Whoever declared a conflict finds nothing of that submission, by no address and in no list."""
    eero = story.at("eero")
    key = story.known["first"].strip("/").split("/")[-1]
    for path in (
        "/en/my-work/",
        story.known["seat-eero"],
        "/en/assessments/",
        f"/en/search/?q={WORK['title'][0]}",
    ):
        eero.goto(path)
        never_says(eero, key, *(words for words in CONTENT[:2]))
        if "search" not in path:
            never_says(eero, WORK["title"][0])
    story.new_page.expected.append("404 (Not Found)")
    for path in (story.known["first"], f"/en/received-submission/{key}/", f"/en/decisions/{key}/"):
        assert eero.goto(path).status in (403, 404), path
        never_says(eero, WORK["title"][0])


CRITERIA = (
    "goal-oriented",
    "customer-responsive",
    "context-sensitive",
    "high-impact",
    "can-be-modelled",
    "can-be-generalised",
)
CANNOT = None
# What each found of each submission, criterion by criterion.
LEVELS = {
    1: {"maria": (4, 4, 3, 3, 4, 4), "olli": (3, 4, 3, 2, 3, 4), "ida": (4, 4, 4, CANNOT, 4, 3)},
    2: {"eero": (3, 3, 2, 2, 3, 3), "maria": (2, 2, 2, 1, 2, 1), "olli": (3, 2, 2, 2, 3, 2), "ida": (2, 3, 2, 2, 2, 2)},
    3: {"eero": (1, 1, 1, 0, 2, 3), "maria": (1, 0, 1, 0, 1, 1), "olli": (1, 1, 2, 1, 2, 1), "ida": (1, 1, 1, 0, 1, 1)},
}
TITLES = {1: WORK["title"][0], 2: SECOND["title"], 3: THIRD["title"]}


def reason_of(who, number, code):
    """What a judge wrote; found again wherever reasons are read."""
    return f"{MEMBERS[who]} perustelee: {code}, ehdotus {number}."


def assess(story, who, number):
    """Read side by side, a level and a reason for each criterion, look, hand in."""
    page = story.at(who, "/en/assessments/")
    main_action(page, TITLES[number])
    expect(page.locator("#submission")).to_contain_text(TITLES[number])
    for code, level in zip(CRITERIA, LEVELS[number][who], strict=True):
        part = page.locator(f"#c-{code}")
        part.locator(f"input[value='{'x' if level is CANNOT else level}']").check()
        part.get_by_label("Reason", exact=True).fill(reason_of(who, number, code))
    main_action(page, "Save and look at it before handing in")
    heading(page, "Hand in this assessment?")
    main_action(page, "Hand in")
    says(page, "Handed in")


def all_assess(story):
    """Each alone, side by side, a reason for every score; nobody reads another before all have handed in."""
    todo = [(who, number) for number, found in LEVELS.items() for who in found]
    for who, number in todo[:-1]:
        assess(story, who, number)
    olli = story.at("olli", "/en/assessments/")
    main_action(olli, TITLES[3])
    says(olli, "You read what the others found when all have handed in")
    never_says(olli, "Eero Arvioija")
    petra = work_of(story, "petra")
    says(petra, "10")
    assess(story, *todo[-1])
    olli.reload()
    main_action(olli, "What the others found")
    says(olli, reason_of("eero", 3, "high-impact"))


def mean_of(number, place):
    """The mean of what was found on one criterion; "cannot judge" is not a zero."""
    found = [levels[place] for levels in LEVELS[number].values() if levels[place] is not CANNOT]
    return sum(found) / len(found)


def total_of(number):
    """The weighted mean of a submission; all criteria weigh the same."""
    return sum(mean_of(number, place) for place in range(len(CRITERIA))) / len(CRITERIA)


def the_chair_reads_the_figures(story):
    """How far all are, raw levels first and corrected ones beside, what to talk about, and what hangs on the weights."""
    petra = work_of(story, "petra", "Judging")
    says(petra, "11 of 11 assessments handed in")
    main_action(petra, "Calibration")
    heading(petra, "Calibration")
    table = petra.get_by_role("table", name="Levels given by criterion")
    high = table.get_by_role("row").filter(has_text="High-impact")
    given = [found[3] for those in LEVELS.values() for found in those.values()]
    counts = [str(given.count(level)) for level in range(5)] + [str(given.count(CANNOT))]
    assert high.locator("td.number").all_inner_texts()[:6] == counts
    says(petra, "What to talk about", "Eero Arvioija", "Maria Bedömare")
    raw = petra.get_by_role("table", name="Submissions, raw and corrected")
    for number, title in TITLES.items():
        expect(raw.get_by_role("row").filter(has_text=title)).to_contain_text(f"{total_of(number):.2f}")
    never_says(petra, "The Rasch model was not estimated")
    main_action(petra, "Does the choice hang on the weights?")
    petra.get_by_text("Try other places and weights").click()
    petra.get_by_label("Places", exact=True).fill("1")
    main_action(petra, "Sort by these")
    main_action(petra, "Use 1 place for the meeting")
    says(petra, "The meeting sorts submissions by 1 place")


def the_panel_meets(story):
    """Planned by letter, the agenda, a timer, a level agreed on, a dissent, the recused outside, minutes that stand."""
    petra = work_of(story, "petra", "Decisions")
    main_action(petra, "Plan a meeting")
    for language, name in (
        ("Finnish", "Paneelin kokous"),
        ("Swedish", "Panelens möte"),
        ("English", "The panel meets"),
    ):
        petra.get_by_label(f"Name in {language}").fill(name)
    petra.get_by_label("Day").fill(str(datetime.date.today() + datetime.timedelta(days=1)))
    petra.get_by_label("Begins at").fill("10:00")
    petra.get_by_label("Place").fill("Kirjasto")
    petra.get_by_label("Link").fill("https://kokous.example.org/paneeli")
    main_action(petra, "Save and send the time")
    heading(petra, "The panel meets")
    meeting = path_of(petra)
    invited = story.letter("maria@example.org", "Panelens möte")
    assert ".ics" in invited, invited
    agenda = petra.locator(".agenda > li")
    expect(agenda).to_have_count(3)

    main_action(petra, "Open the meeting")
    petra.locator("#present ~ form").get_by_role("button", name="I am here", exact=True).click()
    for who in ("maria", "eero"):
        member = story.at(who, meeting)
        main_action(member, "I am here over the link")
    never_says(story.at("eero"), TITLES[1])
    expect(story.at("eero").locator(".agenda > li")).to_have_count(2)

    # The first is talked of: who is recused hears nothing, not even its name on the wall.
    petra = story.at("petra", meeting)
    main_action(petra, TITLES[1])
    says(petra, "Takes no part because of a conflict", "Eero Arvioija")
    main_action(petra, "Open the item")
    expect(petra.locator(".meeting-clock-time").first).to_be_visible()
    eero = story.at("eero", meeting)
    says(eero, "Nothing for you right now.")
    never_says(eero, TITLES[1])
    petra = story.at("petra")
    says(petra, f"{total_of(1):.2f} of 4", reason_of("ida", 1, "high-impact"))
    talk = petra.locator("#high-impact")
    talk.get_by_text("Write what the meeting agrees on").click()
    talk.get_by_label("Agreed level").select_option("3")
    talk.get_by_label("Why").fill("Seuranta jatkuu, tulos on uskottava.")
    talk.get_by_role("button", name="Write it down").click()
    expect(petra.locator("#high-impact")).to_contain_text("Agreed in the meeting: 3")
    maria = story.at("maria", path_of(petra))
    maria.get_by_label("Your dissent").fill("Resultatet är inte belagt än.")
    main_action(maria, "Record my dissent")
    petra = story.at("petra")
    petra.reload()
    says(petra, "Of another mind", "Maria Bedömare", "Resultatet är inte belagt än.")
    petra.get_by_role("textbox", name="Notes").fill("Käytiin läpi näyttö.")
    main_action(petra, "Save the notes")
    main_action(petra, "Close the item")
    petra.goto(meeting)
    main_action(petra, "Close the meeting")
    main_action(petra, "Minutes")
    says(petra, "Left the room for a conflict: Eero Arvioija", "Dissent, Maria Bedömare", "Käytiin läpi näyttö.")
    minutes = petra.context.request.get(petra.get_by_role("link", name="As PDF").get_attribute("href"))
    assert "Seuranta jatkuu" in words_of_pdf(minutes.body())
    eero = story.at("eero", meeting)
    main_action(eero, "Minutes")
    says(eero, TITLES[2])
    never_says(eero, TITLES[1], "Resultatet", "Seuranta jatkuu")


def words_of_pdf(content):
    """Everything a PDF says, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


REASONS = {
    1: ("Käytäntö toimii arjessa ja sitä seurataan.", "Praxisen fungerar i vardagen och följs upp."),
    2: ("Idea on hyvä, näyttöä on vielä vähän.", "Idén är god, men det finns ännu lite evidens."),
    3: ("Vaikutuksista ei kerrota.", "Det berättas inget om effekterna."),
}
CONDITION = ("Seuratkaa vuosi, mitä osallistujille tapahtuu.", "Följ i ett år vad som händer med deltagarna.")
OUTCOMES = {1: "publish", 2: "develop", 3: "decline"}


def criterion_reason(number, code):
    """The panel's reason for one criterion, in Finnish and Swedish."""
    return f"Perustelu {number}: {code}.", f"Motivering {number}: {code}."


def the_panel_decides(story):
    """Publish, develop, decline: with reasons in both languages, for every criterion; nothing less becomes final."""
    for number, outcome in OUTCOMES.items():
        petra = work_of(story, "petra", "Decisions")
        main_action(petra, f"{number}. {TITLES[number]}")
        says(petra, f"Weighted mean {total_of(number):.2f} of 4")
        petra.locator(f"[name=outcome][value={outcome}]").check()
        if number == 1:
            petra.locator("[name=label][value=good]").check()
        if number == 3:
            says(petra, "Under a floor", "Customer-responsive")
            main_action(petra, "Make the decision final")
            says(petra, "Still missing")
        for at, language in enumerate(("fi", "sv")):
            petra.locator(f"[name=reasons-{language}]").fill(REASONS[number][at])
            if outcome == "develop":
                petra.locator(f"[name=conditions-{language}]").fill(CONDITION[at])
            for code in CRITERIA:
                if (number, code, language) != (1, "high-impact", "sv"):  # left for the day of publishing
                    petra.locator(f"[name=reason-{code}-{language}]").fill(criterion_reason(number, code)[at])
        main_action(petra, "Make the decision final")
        says(petra, "Criterion by criterion")
        story.known[f"decision-{number}"] = path_of(petra)


def letters_go_out(story):
    """Written, read and sent in bulk, each in its reader's language, with the reasons and what each criterion got."""
    hanna = work_of(story, "hanna", "Letters")
    main_action(hanna, "Write the letters of 3 decisions")
    says(hanna, "0 of 4 sent", "Aino Tekijä", "Siv Skribent")
    hanna.get_by_role("row").filter(has_text="Siv Skribent").get_by_role("link").click()
    says(hanna, REASONS[2][1])
    hanna.go_back()
    main_action(hanna, "Send…")
    heading(hanna, "Send 4 letters?")
    main_action(hanna, "Send")
    expect(hanna.locator("#letters-state")).to_contain_text("4 of 4 sent")
    for who, number, at in (("aino", 1, 0), ("bo", 1, 1), ("siv", 2, 1), ("kalle", 3, 0)):
        letter = story.letter(f"{who}@example.org", REASONS[number][at])
        assert CALL["fi" if at == 0 else "sv"] in letter, letter
        for code in CRITERIA:
            if (number, code, at) != (1, "high-impact", 1):
                assert criterion_reason(number, code)[at] in letter, (who, code)
        assert REASONS[number][1 - at] not in letter
        assert not [name for name in MEMBERS.values() if name in letter], letter
    kalle = story.at("kalle", story.known["third"])
    main_action(kalle, re.compile("Read the whole decision"))
    says(kalle, criterion_reason(3, "high-impact")[0])


def it_becomes_public(story):
    """What was judged appears, word for word, when Finnish and Swedish are both complete; with the panel's reasons."""
    petra = story.at("petra", story.known["decision-1"])
    main_action(petra, "Publish…")
    main_action(petra, "Prepare the practice")
    says(petra, "One text is not there in Finnish or Swedish.")
    petra.locator("textarea[lang=sv]").fill(criterion_reason(1, "high-impact")[1])
    main_action(petra, "Save the translations")
    says(petra, "Everything is there in Finnish and in Swedish.")
    main_action(petra, "Publish")
    reader = story.at("reader", story.known["decision-1"])
    main_action(reader, "The practice in the catalogue")
    for at, (code, language) in enumerate((("fi", "Suomi"), ("sv", "Svenska"))):
        reader.get_by_role("banner").get_by_role("link", name=language).click()
        expect(reader.locator("html")).to_have_attribute("lang", code)
        heading(reader, WORK["title"][at])
        says(reader, *(text[at] for name, text in WORK.items() if name != "title"), REASONS[1][at])
        says(reader, *(criterion_reason(1, criterion)[at] for criterion in CRITERIA))
        never_says(reader, *MEMBERS.values())
    reader.get_by_role("banner").get_by_role("link", name="English").click()
    main_action(reader, "The whole decision, with its permanent address")
    says(reader, "Good practice", f"{total_of(1):.2f}".rstrip("0"), "Agreed in the meeting: 3")

    # From the decision along the arc to the call it came from.
    main_action(reader, "From need to effect")
    reader.locator("main").get_by_role("link", name=CALL["en"]).first.click()
    heading(reader, CALL["en"])
    story.known["in-public"] = path_of(reader)


def the_figures_are_open(story):
    """The call's open data, its report and its rubric, without an account: the numbers are those of this story."""
    reader = story.at("reader", story.known["in-public"])
    main_action(reader, "Statistics of the call")
    says(reader, "3 submissions were sent", "11 assessments count")
    fetch = reader.context.request.get

    def by_link(name):
        return fetch(reader.locator("main").get_by_role("link", name=name).first.get_attribute("href"))

    told = by_link("JSON").json()
    assert told["call"]["name"] == CALL
    assert (told["sent"], told["assessments"], told["panel_size"]) == (3, 11, len(MEMBERS))
    tables = {table["key"]: {row["code"]: row["value"] for row in table["rows"]} for table in told["tables"]}
    assert tables["outcomes"] == dict.fromkeys(OUTCOMES.values(), 1)
    assert set(tables["languages"].values()) == {None}, "one or two submissions in a language tell who was declined"
    given = list(LEVELS[1].values())  # of the one that is public: of two others it would tell who was declined
    for place, criterion in enumerate(told["criteria"]):
        assert criterion["code"] == CRITERIA[place]
        said = [levels[place] for levels in given]
        assert criterion["levels"] == {str(level): said.count(level) for level in range(5)}
        assert criterion["cannot_judge"] == said.count(CANNOT)
        assert criterion["alpha"] is None, "one submission says nothing of agreement"
    rows = list(csv.DictReader(io.StringIO(by_link("CSV").body().decode("utf-8-sig"))))
    assert {row["code"]: row["value"] for row in rows if row["table"] == "outcomes"} == dict.fromkeys(
        OUTCOMES.values(), "1"
    )
    report = words_of_pdf(by_link("Report (PDF)").body())
    for words in (CALL["en"], "3 submissions were sent", "3 were decided", "1 was chosen", "11 assessments count"):
        assert words in report, report
    assert not [name for name in (*MEMBERS.values(), *TITLES.values()) if name in report]

    reader.goto(story.known["decision-1"])
    main_action(reader, "Rubric for good practices (2)")
    cccev = rdflib.Graph().parse(data=by_link(re.compile("Turtle", re.I)).body(), format="turtle")
    criteria = set(cccev.subjects(rdflib.RDF.type, CCCEV.Criterion))
    assert len(criteria) == len(CRITERIA), criteria
    names = {(name.language, str(name)) for one in criteria for name in cccev.objects(one, rdflib.DCTERMS.title)}
    assert {("en", "High-impact"), ("en", "Goal-oriented")} <= names, names
    assert {language for language, _name in names} == {"fi", "sv", "en"}


STAGES = (
    the_call_is_made,
    the_call_opens,
    the_two_write_one_submission,
    a_gate_returns_one,
    the_panel_is_asked,
    conflicts_come_before_content,
    the_work_is_shared_out,
    one_is_recused_and_sees_nothing,
    all_assess,
    the_chair_reads_the_figures,
    the_panel_meets,
    the_panel_decides,
    letters_go_out,
    it_becomes_public,
    the_figures_are_open,
)


@pytest.fixture(scope="module")
def panel_house(copy_of_demo):
    """A demo house of its own with the people of this story in it: its address, its letters, what runs a command."""
    data = copy_of_demo("panel")

    def command(*words, **settings):
        line = [sys.executable, "-m", "kotokaari", *words]
        environment = house_environment(data, **settings)
        return subprocess.run(line, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    command("manage", "shell", "-c", MAKE_PEOPLE)
    letters = data / "letters.txt"
    with serving(data, letters=letters) as house:
        yield house.address, letters, lambda *words: command(*words, KOTOKAARI_BASE_URL=house.address)


@pytest.fixture
def house(panel_house):
    """This journey's own house in place of the shared one: its letters are read."""
    return panel_house[0]


def test_from_a_call_to_reasoned_decisions(new_page, panel_house):
    address, letters, command = panel_house
    story = Story(address, new_page, letters, command)
    for stage in STAGES:
        stage(story)
