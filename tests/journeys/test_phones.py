"""Phones on a day as it is: the net goes, tabs are closed, the stream is held back, and no word is lost.

Two minutes without the net are told to the page's clock (Playwright's), so that all it would try in them is tried; the
rest is real time, a real server and real connections.
"""

import base64
import io
import json
import time
from urllib.parse import urlsplit

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import expect

from tests.houses import CHROMIUM, CHROMIUM_WORDS, serving

from .conftest import PATIENCE
from .days import KEY, make_day, prepare

SAVED, RECEIVED = "Tallessa tässä puhelimessa", "Vastaanotettu"
ARABIC = "حافلة مشتركة لجميع العائلات في المدينة، ورقم الهاتف ٠٤٠ 123"
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000}  # bytes a second


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("day")
    prepare(folder)
    return folder


@pytest.fixture(scope="module")
def address(data):
    with serving(data, **KEY) as running:
        yield running.address


@pytest.fixture
def day(data, address, request):
    """A day in the phase of ideas (or as a test's parameter says), for one test alone."""
    return make_day(data, address, **getattr(request, "param", {}))


@pytest.fixture
def phone(browser, day):
    """Opens a participant's browser: ``phone(0)`` gives its context and the page of the day in it.

    What the console complains about fails the test, but for requests that the test itself cut off.
    """
    contexts, complaints, expected = [], [], ["net::ERR_"]

    def watch(page):
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                message.type == "error"
                and not any(words in message.text for words in expected)
                and complaints.append(message.text)
            ),
        )

    def open_phone(person=0, *, width=360, language="fi", wait=True, dark=False, javascript=True):
        context = browser.new_context(
            base_url=day.address,
            viewport={"width": width, "height": 740},
            has_touch=True,
            is_mobile=True,
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
            locale="fi-FI",
        )
        context.on("page", watch)
        context.set_default_timeout(PATIENCE)
        context.add_cookies(day.cookies(person))
        contexts.append(context)
        return context, open_page(context, day, language=language, wait=wait and javascript)

    open_phone.expected = expected
    yield open_phone
    for context in contexts:
        context.close()
    assert complaints == []


def open_page(context, day, *, language="fi", wait=True):
    page = context.new_page()
    page.goto({"fi": "/fi/paiva/", "sv": "/sv/dag/", "en": "/en/day/"}[language] + day.key + "/")
    if wait:
        expect(page.locator("live-channel[data-way=stream]")).to_be_attached()
    return page


def form(page):
    return page.locator("form[data-act=idea]").first


def write(page, text, *, send=True):
    form(page).locator("textarea").fill(text)
    if send:
        form(page).locator("button").last.click()


def said(page):
    return form(page).locator("[data-act-status]")


def sent(page):
    """From now on, the ids of the acts this page sends, in order, whether they arrive or not."""
    ops = []

    def look(request):
        if (
            request.method == "POST"
            and urlsplit(request.url).path.startswith("/live/")
            and urlsplit(request.url).path.endswith("/acts")
        ):
            ops.extend(act["op"] for act in json.loads(request.post_data)["acts"])

    page.on("request", look)
    return ops


def on_the_board(day, texts):
    """Wait until these are the board's ideas, in this order."""
    until = time.monotonic() + PATIENCE / 1000
    while day.ideas() != texts and time.monotonic() < until:
        time.sleep(0.2)
    assert day.ideas() == texts


def test_an_idea_is_saved_received_and_seen_by_others(phone, day):
    (_one, writer), (_other, reader) = phone(0), phone(2)

    write(writer, "Yhteinen bussi")

    expect(said(writer)).to_contain_text(RECEIVED)
    expect(form(writer).locator("textarea")).to_have_value("")
    expect(reader.get_by_text("Yhteinen bussi").first).to_be_attached()
    assert day.ideas() == ["Yhteinen bussi"]


def test_two_minutes_without_the_net_in_the_middle_of_writing(phone, day):
    context, page = phone(0, wait=False)
    page.clock.install()
    page.reload()
    expect(page.locator("live-channel[data-way=stream]")).to_be_attached()
    ops = sent(page)
    write(page, "Kesken jää", send=False)
    context.set_offline(True)
    expect(page.locator("[data-live-status]")).to_contain_text("Ei yhteyttä")

    write(page, "Kesken jäänyt valmistui")
    expect(said(page)).to_have_text(SAVED)
    write(page, "Toinen ilman verkkoa")
    write(page, "Kolmas vasta alussa", send=False)
    page.clock.run_for(120_000)
    expect(page.locator("[data-live-status]")).to_contain_text("2 asiaa odottaa tässä puhelimessa")
    assert day.ideas() == []

    context.set_offline(False)
    expect(said(page)).to_contain_text(RECEIVED)
    on_the_board(day, ["Kesken jäänyt valmistui", "Toinen ilman verkkoa"])
    expect(page.locator("[data-live-status]")).to_have_text("Yhteydessä.")
    expect(form(page).locator("textarea")).to_have_value("Kolmas vasta alussa")
    assert len(set(ops)) == 2


def test_a_tab_closed_with_something_unsent_and_something_half_written(phone, day):
    context, page = phone(0)
    context.set_offline(True)
    write(page, "Suljettiin ennen lähetystä")
    expect(said(page)).to_have_text(SAVED)
    write(page, "Puolikas ajat", send=False)
    page.wait_for_timeout(400)
    page.close()
    context.set_offline(False)
    assert day.ideas() == []

    again = open_page(context, day)

    on_the_board(day, ["Suljettiin ennen lähetystä"])
    expect(said(again)).to_contain_text(RECEIVED)
    expect(form(again).locator("textarea")).to_have_value("Puolikas ajat")


def test_two_tabs_send_each_act_once_and_both_learn_of_the_receipts(phone, day):
    context, one = phone(0)
    other = open_page(context, day)
    heard = """() => { window.heard = []; document.querySelector('live-channel').addEventListener('live-receipt', event => {
        window.heard.push(event.detail.seq); document.body.dataset.heard = window.heard.length; }); }"""
    ops = [sent(page) for page in (one, other)]
    for page in (one, other):
        page.evaluate(heard)
    context.set_offline(True)
    write(one, "Ensimmäinen välilehti")
    expect(said(one)).to_have_text(SAVED)
    write(other, "Toinen välilehti")
    expect(said(other)).to_have_text(SAVED)
    for known in ops:
        known.clear()
    context.set_offline(False)

    on_the_board(day, ["Ensimmäinen välilehti", "Toinen välilehti"])
    for page in (one, other):
        expect(page.locator("body")).to_have_attribute("data-heard", "2")
        assert sorted(page.evaluate("window.heard")) == [1, 2]
    assert len({*ops[0], *ops[1]}) == 2
    assert len(day.ask("log?last=0")["events"]) == 2


def test_over_a_slow_net_it_is_saved_at_once_and_received_soon(phone, day):
    context, page = phone(0, wait=False)
    net = context.new_cdp_session(page)
    net.send("Network.enable")
    net.send("Network.emulateNetworkConditions", SLOW)
    page.reload()
    expect(page.locator("live-channel[data-way=stream]")).to_be_attached()

    page.evaluate(
        """() => { const form = document.querySelector('form[data-act=idea]');
        form.addEventListener('submit', () => { window.pressed = performance.now(); }, true);
        new MutationObserver(() => { window.saved ??= performance.now(); }).observe(form, {subtree: true, childList: true});
        }"""
    )
    write(page, "Hitaalla verkolla")

    expect(said(page)).to_contain_text(RECEIVED)
    assert page.evaluate("window.saved - window.pressed") < 250
    assert day.ideas() == ["Hitaalla verkolla"]


def test_where_the_stream_is_held_back_the_log_is_asked(phone, day):
    context, page = phone(0, wait=False)
    context.route("**/events?*", lambda route: route.abort())
    page.reload()
    expect(page.locator("live-channel[data-way=polling]")).to_be_attached()
    _other, writer = phone(2)

    write(writer, "Kulkee lokin kautta")

    expect(page.get_by_text("Kulkee lokin kautta").first).to_be_attached()
    expect(page.locator("[data-live-status]")).to_contain_text("hieman hitaammin")


def test_where_the_door_cannot_be_reached_acts_go_by_the_pages(phone, day):
    context, page = phone(0, wait=False)
    port = urlsplit(day.address).port + 1
    context.route(f"**://127.0.0.1:{port}/**", lambda route: route.abort())
    page.reload()
    expect(page.locator("live-channel[data-way=polling]")).to_be_attached()

    write(page, "Sivujen kautta")

    expect(said(page)).to_contain_text(RECEIVED)
    assert day.ideas() == ["Sivujen kautta"]


def test_a_refused_text_comes_back_with_the_reason(phone, day):
    context, page = phone(0)

    def refuse(route):
        if route.request.method != "POST":
            return route.continue_()
        acts = json.loads(route.request.post_data)["acts"]
        receipts = [{"op": act["op"], "refused": "too_long", "sentence": "Tämä on liian pitkä."} for act in acts]
        headers = {"Access-Control-Allow-Origin": day.address, "Access-Control-Allow-Credentials": "true"}
        return route.fulfill(json={"receipts": receipts}, headers=headers)

    context.route("**/acts?*", refuse)
    write(page, "Ei kelpaa näin")

    expect(said(page)).to_have_text("Tämä on liian pitkä.")
    expect(form(page).locator("textarea")).to_have_value("Ei kelpaa näin")


def test_a_page_whose_ticket_is_gone_keeps_the_text_and_says_what_to_do(phone, day):
    context, page = phone(0)
    phone.expected.append("401")
    context.clear_cookies()
    write(page, "Lipuke vanheni")

    expect(page.locator("[data-live-status]")).to_contain_text("Lataa se uudelleen")
    context.add_cookies(day.cookies(0))
    page.reload()
    on_the_board(day, ["Lipuke vanheni"])


def test_the_part_of_a_phase_that_opens_comes_first_and_what_is_being_written_stays(phone, day):
    _context, page = phone(0)
    write(page, "Kesken", send=False)

    day.steer("announce", text_fi="Kahvia aulassa")
    expect(page.locator("[data-here-said]")).to_contain_text("Kahvia aulassa")
    day.steer("open_phase", phase=day.phases["groups"], minutes=20)

    expect(page.locator("[data-here-now] h2")).to_have_text("groups (fi)")
    expect(page.locator("[data-here-now] [data-left]")).to_contain_text("19:5")
    assert page.locator("details.day-part").first.get_attribute("id") == "group"
    expect(form(page).locator("textarea")).to_have_value("Kesken")


def test_without_javascript_forms_post_and_a_second_press_is_the_same_act(phone, day):
    _context, page = phone(0, javascript=False)

    write(page, "Ilman skriptejä", send=False)
    form(page).locator("button").last.dblclick()
    expect(page.locator(".flashes").get_by_text(RECEIVED).first).to_be_visible()

    assert day.ideas() == ["Ilman skriptejä"]


def file_form(page, text):
    """The form for files of one's own idea, opened."""
    write(page, text)
    expect(said(page)).to_contain_text(RECEIVED)
    idea = page.locator(".idea", has_text=text).first
    page.get_by_role("link", name="Lisää siihen valokuva").click()
    expect(idea.locator("input[type=file]")).to_be_focused()
    return idea, idea.locator("form[data-act=idea_file]")


def draw(page, *strokes):
    paper = page.locator("canvas.pen-paper").bounding_box()
    for stroke in strokes:
        for step, (x, y) in enumerate(stroke):
            page.mouse.move(paper["x"] + x, paper["y"] + y, steps=4)
            if step == 0:
                page.mouse.down()
        page.mouse.up()


def files_of(day, text):
    return next(idea["files"] for idea in day.ask("state")["state"]["ideas"] if idea["text"] == text)


def test_a_drawing_is_made_in_the_page_and_survives_no_net_and_a_closed_tab(phone, day, axe):
    context, page = phone(0)
    _idea, files = file_form(page, "Piirretty idea")
    files.get_by_role("button", name="Piirrä").click()
    expect(page.locator("dialog.pen")).to_be_visible()
    expect(page.get_by_role("button", name="Käytä piirrosta")).to_be_disabled()
    draw(page, [(40, 40), (120, 160), (200, 60)], [(60, 200), (220, 220)], [(10, 10), (20, 20)])
    dark = "() => { const c = document.querySelector('canvas.pen-paper'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 0; i < d.length; i += 4) n += d[i] < 100; return n; }"
    three = page.evaluate(dark)
    page.get_by_role("button", name="Kumoa").click()
    assert 0 < page.evaluate(dark) < three
    page.get_by_role("button", name="Tyhjennä").first.click()
    page.get_by_role("button", name="Pidä piirros").click()
    assert 0 < page.evaluate(dark) < three
    assert axe(page) == []
    page.get_by_role("button", name="Käytä piirrosta").click()
    expect(files.locator("canvas")).to_be_visible()
    expect(files.locator("input[name=caption]")).to_be_focused()

    context.set_offline(True)
    files.locator("input[name=caption]").fill("Bussin reitti")
    files.get_by_role("button", name="Lisää").click()
    expect(files.locator("[data-act-status]")).to_have_text(SAVED)
    expect(files.locator("canvas")).to_be_hidden()
    page.close()
    context.set_offline(False)
    assert files_of(day, "Piirretty idea") == []

    again = open_page(context, day)

    picture = again.locator(".idea", has_text="Piirretty idea").first.get_by_role("img", name="Bussin reitti")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    assert [one["kind"] for one in files_of(day, "Piirretty idea")] == ["picture"]


def test_a_field_that_is_moved_within_the_page_goes_on_working(phone, day):
    _context, page = phone(0)
    _idea, files = file_form(page, "Siirretty idea")
    move = "field => { const form = field.parentElement; field.remove(); form.prepend(field); }"

    files.locator("day-file").evaluate(move)
    files.locator("day-file").evaluate(move)
    files.get_by_role("button", name="Piirrä").click()
    draw(page, [(40, 40), (120, 160)])
    page.get_by_role("button", name="Käytä piirrosta").click()
    expect(files.locator("canvas")).to_be_visible()
    files.locator("day-file").evaluate(move)
    expect(files.locator("canvas")).to_be_visible()
    files.get_by_role("button", name="Poista").click()

    expect(files.locator("canvas")).to_be_hidden()
    assert files.locator("input[type=file]").evaluate("input => input.files.length") == 0
    expect(files.get_by_role("button", name="Piirrä")).to_have_count(1)


def test_a_file_that_is_refused_comes_back_and_one_too_large_does_not_leave(phone, day):
    _context, page = phone(0)
    _idea, files = file_form(page, "Kuvaton idea")
    chooser, caption, status = (files.locator(f) for f in ("[type=file]", "[name=caption]", "[data-act-status]"))
    chooser.set_input_files({"name": "big.png", "mimeType": "image/png", "buffer": b"x" * (12 * 1024 * 1024 + 1)})
    caption.fill("Liian suuri")
    files.get_by_role("button", name="Lisää").click()
    expect(status).to_contain_text("12")
    expect(caption).to_have_value("Liian suuri")

    chooser.set_input_files({"name": "no.png", "mimeType": "image/png", "buffer": b"no picture"})
    caption.fill("Ei kuva")
    files.get_by_role("button", name="Lisää").click()
    expect(status).to_contain_text("JPEG")
    expect(caption).to_have_value("Ei kuva")
    assert chooser.evaluate("input => input.files[0].name") == "no.png"
    expect(page.locator("[data-live-status]")).to_have_text("Yhteydessä.")
    assert files_of(day, "Kuvaton idea") == []


def a_large_photo():
    """What a phone's camera makes: twelve megapixels, held upright (by its EXIF), with the place it was taken at."""
    grain = [Image.effect_noise((1000, 750), 60).resize((4000, 3000), Image.Resampling.BICUBIC) for _ in range(3)]
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Kamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    made = io.BytesIO()
    Image.merge("RGB", grain).save(made, "JPEG", quality=97, exif=exif)
    assert len(made.getvalue()) > 3_000_000
    return made.getvalue()


KEEP_SENT = """() => { const plain = window.fetch; window.sentFiles = [];
    window.fetch = (to, options) => { if (options?.body instanceof FormData)
        for (const value of options.body.values()) if (value instanceof File) window.sentFiles.push(value);
        return plain(to, options); }; }"""
SENT_FILE = """() => new Promise(done => { const reader = new FileReader(); reader.onload = () => done(reader.result);
    reader.readAsDataURL(window.sentFiles.at(-1)); })"""


def send_photo(page, files, photo, about):
    """Say what is in it, choose it, press at once; what left the phone."""
    page.evaluate(KEEP_SENT)
    files.locator("[name=caption]").fill(about)
    files.locator("[type=file]").set_input_files({"name": "IMG_1.JPG", "mimeType": "image/jpeg", "buffer": photo})
    files.get_by_role("button", name="Lisää").click()
    expect(files.locator("[data-act-status]")).to_contain_text(RECEIVED)
    names = page.evaluate("() => window.sentFiles.map(file => file.name)")
    return names, base64.b64decode(page.evaluate(SENT_FILE).partition(",")[2])


def test_a_photo_is_made_smaller_on_the_phone_before_it_is_sent(phone, day):
    photo = a_large_photo()
    _context, page = phone(0)
    idea, files = file_form(page, "Kuvattu idea")
    names, sent_bytes = send_photo(page, files, photo, "Bussipysäkki")

    assert names == ["IMG_1.jpg"]
    assert len(sent_bytes) < len(photo) / 2
    with Image.open(io.BytesIO(sent_bytes)) as arrived:
        assert (arrived.format, arrived.size) == ("JPEG", (1500, 2000))
        assert not arrived.getexif()
    for told in (b"Exif", b"Kamera"):
        assert told in photo
        assert told not in sent_bytes
    expect(idea.get_by_role("img", name="Bussipysäkki")).to_be_visible()


def test_a_photo_that_cannot_be_made_smaller_is_sent_as_it_is(phone, day):
    photo = a_large_photo()
    _context, page = phone(0)
    idea, files = file_form(page, "Kuvattu sellaisenaan")
    page.evaluate("() => { window.createImageBitmap = () => Promise.reject(new Error('no memory')); }")
    names, sent_bytes = send_photo(page, files, photo, "Pysäkki")

    assert names == ["IMG_1.JPG"]
    assert sent_bytes == photo
    expect(idea.get_by_role("img", name="Pysäkki")).to_be_visible()


def test_with_a_keyboard_the_paper_leads_to_choosing_a_picture(phone, day):
    _context, page = phone(0)
    _idea, files = file_form(page, "Näppäimistöllä")
    files.get_by_role("button", name="Piirrä").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Valitse kuva")).to_be_focused()
    expect(page.locator("dialog.pen")).to_contain_text("Jos käytät vain näppäimistöä")
    with page.expect_file_chooser():
        page.keyboard.press("Enter")
    expect(page.locator("dialog.pen")).to_be_hidden()


def test_a_voice_note_is_recorded_listened_to_thrown_away_and_sent(browser, day):
    microphone = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_WORDS, *microphone])
    context = other.new_context(base_url=day.address, viewport={"width": 360, "height": 740}, locale="fi-FI")
    context.set_default_timeout(PATIENCE)
    context.add_cookies(day.cookies(0))
    page = open_page(context, day)
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    _idea, files = file_form(page, "Ääneen sanottu")

    for _time in range(2):
        files.get_by_role("button", name="Äänitä").click()
        expect(files.get_by_role("button", name="Lopeta")).to_be_visible()  # the time is no longer the last one's
        expect(files.locator("[data-file-time]")).to_have_text("0:01 / 2:00")
        files.get_by_role("button", name="Lopeta").click()
        expect(files.locator("audio")).to_be_visible()
        expect(files.locator("audio[src]")).not_to_have_js_property("readyState", 0)
        if _time == 0:
            files.get_by_role("button", name="Poista").click()
            expect(files.locator("audio")).to_be_hidden()
    files.locator("input[name=caption]").fill("Kerron bussista")
    files.get_by_role("button", name="Lisää").click()

    expect(files.locator("[data-act-status]")).to_contain_text(RECEIVED)
    expect(page.locator(".idea-files audio").first).to_be_visible()
    assert [one["kind"] for one in files_of(day, "Ääneen sanottu")] == ["sound"]
    other.close()
    assert complaints == []


def test_where_the_microphone_is_not_allowed_it_says_so_and_the_chooser_stays(phone, day):
    _context, page = phone(0)
    refuse = "Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.mediaDevices.getUserMedia = () => {refuse}; }}")
    _idea, files = file_form(page, "Ilman mikrofonia")
    files.get_by_role("button", name="Äänitä").click()

    expect(files.locator("[data-file-told]")).to_contain_text("Mikrofonin käyttöä ei sallittu")
    expect(files.locator("input[type=file]")).to_be_visible()


@pytest.fixture
def to_choose(day):
    """Four ideas in the first theme, of which pairs are made: six pairs."""
    for text in ("Yhteinen bussi", "Kielikahvila koululla", "Kotikäynnit työpareina", "Yksi yhteinen numero"):
        assert day.steer("idea", theme=day.themes[0], text=text)["seq"]
    return day


BY_PAIRS = pytest.mark.parametrize("day", [{"phase": "choose", "choosing": "pairs"}], indirect=True, ids=["pairs"])


@BY_PAIRS
def test_pairs_come_one_at_a_time_and_what_was_chosen_survives_a_closed_tab(phone, to_choose, axe):
    context, page = phone(0)
    pairs = page.locator(".pairs").first
    expect(pairs.locator("h3")).to_have_text("Pari 1/6")
    assert axe(page) == []
    first, second = (pairs.locator("[data-pair-better]").nth(at) for at in (0, 1))
    expect(first).to_contain_text("Yhteinen bussi")

    second.focus()
    page.keyboard.press("Enter")
    expect(pairs.locator("h3")).to_have_text("Pari 2/6")
    expect(pairs.locator("h3")).to_be_focused()
    expect(pairs.locator("[data-pair-told]")).to_have_text("Valitsit idean 2. 1/6 käyty läpi.")
    page.wait_for_timeout(350)
    pairs.get_by_role("button", name="Jätän tämän väliin").click()
    expect(pairs.locator("h3")).to_have_text("Pari 3/6")
    pairs.get_by_role("button", name="Takaisin").click()
    pairs.get_by_role("button", name="Takaisin").click()
    expect(second).to_have_attribute("aria-pressed", "true")
    page.close()

    page = open_page(context, to_choose)
    pairs = page.locator(".pairs").first
    for number in range(3, 7):
        expect(pairs.locator("h3")).to_have_text(f"Pari {number}/6")
        page.wait_for_timeout(350)
        pairs.locator("[data-pair-better]").first.click()
    expect(pairs.locator("h3")).to_have_text("Kaikki parit käyty läpi")
    expect(pairs).to_contain_text("Valitsit idean 5 parista")
    ballot = page.locator("form[data-act=choose]").first
    ballot.get_by_role("button", name="Valitse nämä").click()
    expect(ballot.locator("[data-act-status]")).to_contain_text(RECEIVED)

    page.reload()
    expect(page.locator(".pairs h3").first).to_have_text("Kaikki parit käyty läpi")
    chosen = page.locator(".ballot-pair input:checked").evaluate_all("all => all.map(one => one.value)")
    assert chosen == ["2", "", "1", "2", "2", "3"]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('pairs'))") == []


@BY_PAIRS
def test_without_javascript_the_pairs_are_one_form(phone, to_choose):
    _context, page = phone(0, javascript=False)
    expect(page.locator(".ballot-pair").last).to_be_visible()
    expect(page.locator(".pairs")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_arabic_and_finnish_side_by_side_on_a_narrow_phone(phone, day, axe, dark):
    (_one, finnish), (_other, arabic) = phone(0, width=320, dark=dark), phone(2, width=320, language="sv", dark=dark)

    write(arabic, ARABIC)
    write(finnish, "Yhteinen bussi kaikille perheille")

    for page in (finnish, arabic):
        text = page.get_by_text(ARABIC).first
        expect(text).to_be_visible()
        expect(page.get_by_text("Yhteinen bussi kaikille perheille").first).to_be_visible()
        assert text.evaluate("element => getComputedStyle(element).direction") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert axe(page) == []
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        small = page.evaluate(
            """() => [...document.querySelectorAll('main button, main select, main summary, main textarea')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"""
        )
        assert small == []


def test_another_language_leads_to_the_same_place_with_what_was_begun(phone, day):
    _context, page = phone(0)
    write(page, "Alku suomeksi", send=False)
    page.wait_for_timeout(400)

    page.locator(".tongues a[lang=sv]").click()

    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(form(page).locator("textarea")).to_have_value("Alku suomeksi")


def test_who_runs_the_day_takes_part_in_another_tab(phone, day):
    context, mine = phone(0)
    context.add_cookies([day.session])
    desk = context.new_page()
    desk.goto(f"/en/day/{day.key}/desk/")
    expect(desk.locator("live-channel[data-way=stream]")).to_be_attached()

    write(mine, "Kotikäynnit työpareina")
    expect(said(mine)).to_contain_text(RECEIVED)
    announce = desk.locator("form[data-act=announce]").first
    announce.locator("textarea, input[type=text]").first.fill("Coffee at ten")
    announce.locator("button").last.click()
    expect(mine.get_by_text("Coffee at ten")).to_be_visible()
    desk.reload()
    write(mine, "Yhteinen harjoittelu")
    expect(said(mine)).to_contain_text(RECEIVED)

    assert set(day.ideas()) == {"Kotikäynnit työpareina", "Yhteinen harjoittelu"}
