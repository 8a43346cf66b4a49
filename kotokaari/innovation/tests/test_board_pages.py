import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.innovation.board.wall_keys import wall_token
from kotokaari.innovation.joining import visitors
from kotokaari.innovation.models import Day, Idea, IdeaFile
from kotokaari.innovation.preparing.actions import finish_day
from kotokaari.innovation.report.files import bundle
from kotokaari.live.models import Act
from kotokaari.people.tests.factories import UserFactory

from .factories import a_day, act, facilitator_of, fresh, ticket_of
from .test_board_ideas import a_silent_day, an_idea, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def here(day, name, *more):
    return reverse(f"innovation:{name}", args=[day.key, *more])


def as_participant(client, who):
    from django.core import signing

    client.cookies[visitors.cookie_name(who.day)] = signing.dumps(who.key, salt=visitors.SALT)
    return client


def as_staff(client, day):
    client.force_login(facilitator_of(day))
    return client


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_desk_shows_what_goes_on_to_those_who_run_the_day(client, language):
    day = a_day()
    aino = people(day)[0]
    number = an_idea(day, aino, "Kotikäynnit työpareina perheiden luona")
    an_idea(day, aino, "Kotikäynti työparina perheen luona")
    act(day, aino, "comment", idea=number, text="Tell more")
    act(day, None, "announce", text_fi="Kahvia", text_sv="Kaffe")
    act(day, None, "idea_hide", idea=an_idea(day, aino, "Rude"))
    with translation.override(language):
        answer = as_staff(client, day).get(here(day, "desk"))
    page = answer.content.decode()

    assert answer.status_code == 200
    for word in ("Kotikäynnit työpareina", "Tell more", "Kahvia", "Kaffe", "Rude", day.code):
        assert word in page, word
    assert aino.key not in page


def test_the_desk_is_closed_to_others(client):
    day = a_day()
    assert client.get(here(day, "desk")).status_code == 302
    assert as_participant(client, people(day)[0]).get(here(day, "desk")).status_code == 302
    client.force_login(UserFactory())
    assert client.get(here(day, "desk")).status_code == 404


def test_filters_of_the_desk(client):
    day = a_day()
    aino = people(day)[0]
    an_idea(day, aino, "A café")
    an_idea(day, aino, "A bus", theme=day.themes.last().pk)
    ask = lambda **asked: as_staff(client, day).get(here(day, "desk"), asked).context["ideas"]  # noqa: E731

    assert [idea["number"] for idea in ask(q="CAFÉ")] == [1]
    assert [idea["number"] for idea in ask(q="2")] == [2]
    assert [idea["number"] for idea in ask(theme=day.themes.last().pk)] == [2]
    assert [idea["number"] for idea in ask(group=aino.seats.get().group_id)] == [2, 1]
    assert ask(state="withdrawn") == []
    assert len(ask(theme="x", group="²", state="nonsense")) == 2


def test_the_next_step_is_one(client):
    day = a_silent_day()
    an_idea(day, people(day)[0], "A whisper")
    page = as_staff(client, day).get(here(day, "desk"))
    assert page.context["step"]["act"] == "reveal"
    assert "whisper" not in page.content.decode()

    act(day, None, "reveal")
    assert client.get(here(day, "desk")).context["step"]["act"] == "open_phase"
    for phase in day.phases.filter(opened_at__isnull=True):
        act(day, None, "open_phase", phase=phase.pk)
    assert client.get(here(day, "desk")).context["step"]["act"] == "close_phase"
    act(day, None, "close_phase", phase=day.phases.last().pk)
    assert client.get(here(day, "desk")).context["step"] is None


def test_the_desk_works_without_javascript(client):
    day = a_day()
    aino = people(day)[0]
    one, two = an_idea(day, aino), an_idea(day, aino, "Another")
    fields = {"act": "merge", "ideas[]": [one, two], "text": "Both", "next": here(day, "desk")}
    answer = as_staff(client, day).post(here(day, "act"), fields)

    assert (answer.status_code, answer["Location"]) == (302, here(day, "desk"))
    assert Idea.objects.filter(state="merged").count() == 2


@pytest.mark.parametrize("view", ["overview", "theme", "timer", "nonsense"])
def test_the_wall_names_nobody_and_hides_what_is_hidden(client, view):
    day = a_day()
    aino = people(day)[0]
    an_idea(day, aino, "A café")
    act(day, None, "idea_hide", idea=an_idea(day, aino, "Rude"))
    act(day, None, "announce", text_fi="Kahvia")
    page = as_staff(client, day).get(here(day, "wall"), {"view": view, "theme": day.themes.first().pk}).content.decode()

    assert day.code in page
    assert "Kahvia" in page
    assert "Rude" not in page
    assert ("A café" in page) == (view != "timer")
    for who in people(day):
        assert who.name not in page.split("<main")[1]


def test_the_wall_is_seen_by_whoever_has_its_address_and_does_nothing(client):
    day, other = a_day(), a_day()

    assert client.get(here(day, "wall")).status_code == 404
    assert client.get(here(day, "wall"), {"show": wall_token(other)}).status_code == 404
    assert client.get(here(day, "wall"), {"show": wall_token(day)}).status_code == 200
    assert client.get(here(day, "desk"), {"show": wall_token(day)}).status_code == 302
    ticket = [value for name, value in client.cookies.items() if name.startswith("live-")]
    assert ticket
    acts = {"acts": [{"op": "11111111-1111-4111-8111-111111111111", "kind": "idea", "payload": {"text": "x"}}]}
    answer = client.post(
        f"/live/{day.channel.uuid}/acts",
        json.dumps(acts),
        content_type="application/json",
        headers={"origin": "http://testserver"},
    )
    assert answer.json()["receipts"][0]["refused"] == "not_here"


def test_the_phone_shows_own_ideas_and_those_of_the_group(client):
    day = a_day()
    aino, other, friend, *_ = people(day)
    an_idea(day, aino, "Of mine")
    an_idea(day, friend, "Of my group")
    an_idea(day, other, "<script>alert(1)</script> of others")
    page = as_participant(client, aino).get(here(day, "here")).content.decode()
    shown, data = page.split('id="ideas-data"')

    assert "Of mine" in shown
    assert "Of my group" in shown
    assert "of others" not in shown
    assert "of others" in data
    assert "<script>alert" not in page


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_phone_asks_as_much_for_a_hundred_ideas_as_for_one(client, count, django_assert_max_num_queries):
    day = a_day()
    aino = people(day)[0]
    for number in range(count):
        Idea.objects.create(day=day, number=number + 1, theme=day.themes.first(), text=f"Idea {number}", seq=1)
    as_participant(client, aino)
    with django_assert_max_num_queries(40):
        assert client.get(here(day, "here")).status_code == 200


def many(day, count):
    theme, group = day.themes.first(), people(day)[0].seats.get().group
    Idea.objects.bulk_create(
        Idea(day=day, number=number, theme=theme, group=group, text=f"Idea of {number} words", seq=1)
        for number in range(1, count + 1)
    )


@pytest.mark.parametrize("count", [1, 3, 1000])
def test_all_ideas_take_eight_queries_at_most(client, count, django_assert_max_num_queries):
    day = a_day()
    many(day, count)
    as_participant(client, people(day)[0])
    client.get(here(day, "ideas"))
    with django_assert_max_num_queries(8):
        answer = client.get(here(day, "ideas"))
    assert f"Idea of {min(count, 50)} words" in answer.content.decode()


def test_all_ideas_are_found_and_what_is_unspoken_is_not(client):
    day = a_day()
    aino, other, *_ = people(day)
    one, two = an_idea(day, aino, "A café"), an_idea(day, aino, "A bus")
    act(day, None, "merge", ideas=[one, two], text="A café in a bus")
    act(day, aino, "idea_withdraw", idea=an_idea(day, aino, "Never mind"))
    client.cookies.clear()
    assert client.get(here(day, "ideas")).status_code == 403
    as_participant(client, other)
    page = client.get(here(day, "ideas"))
    assert "Never mind" not in page.content.decode()
    assert "merged from" in page.content.decode()
    assert len(client.get(here(day, "ideas"), {"q": "never"}).context["rows"]) == 0
    assert len(client.get(here(day, "ideas"), {"q": "café"}).context["rows"]) == 2
    assert len(client.get(here(day, "ideas"), {"q": "2"}).context["rows"]) == 1
    assert len(client.get(here(day, "ideas"), {"state": "merged"}).context["rows"]) == 2
    assert (
        client.get(here(day, "ideas"), {"q": "\x00", "theme": "9" * 40, "group": "²", "page": "x"}).status_code == 200
    )
    assert len(as_staff(client, day).get(here(day, "ideas"), {"q": "never"}).context["rows"]) == 1


def a_photo(size=(60, 40), kind="JPEG"):
    from PIL import Image

    picture, written = Image.new("RGB", size, "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    picture.save(written, kind, exif=exif)
    return written.getvalue()


def test_a_file_from_the_page_of_somebody_before_is_not_taken_as_anybody_elses(client):
    day = a_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino)
    who = ticket_of(day, aino).who

    def post():
        sent = {
            "act": "idea_file",
            "idea": number,
            "caption": "A drawing",
            "file": SimpleUploadedFile("a.jpg", a_photo()),
        }
        return client.post(
            here(day, "idea-files") + f"?who={who}", sent, headers={"accept": "application/json"}
        ).status_code

    assert as_participant(client, other)
    assert post() == 401
    assert as_participant(client, aino)
    assert post() == 200
    assert IdeaFile.objects.get().idea.number == number


def send(client, day, idea, content, name="photo.jpg", **more):
    fields = {"act": "idea_file", "idea": idea, "caption": "A drawing of a café", **more}
    return client.post(here(day, "idea-files"), {**fields, "file": SimpleUploadedFile(name, content)})


def test_a_photo_is_made_anew_without_what_the_camera_adds(client):
    day = a_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino)
    assert send(as_participant(client, aino), day, number, a_photo((3000, 100))).status_code == 302
    kept = IdeaFile.objects.get()
    content = kept.file.read()

    assert b"taken at home" not in content
    assert kept.media_type == "image/jpeg"
    assert Act.objects.last().event["files"] == [
        {"id": str(kept.uuid), "kind": "picture", "caption": "A drawing of a café"}
    ]
    assert "stored" not in json.dumps(Act.objects.last().payload)
    answer = as_participant(client, other).get(here(day, "idea-file", kept.uuid))
    assert answer["X-Content-Type-Options"] == "nosniff"
    act(day, None, "idea_hide", idea=number)
    assert client.get(here(day, "idea-file", kept.uuid)).status_code == 404
    client.cookies.clear()
    assert client.get(here(day, "idea-file", kept.uuid)).status_code == 404


@pytest.mark.parametrize(
    ("content", "more"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", {}),
        (b"\xff\xd8\xff nonsense", {}),
        (b"", {}),
        (b"x" * 100, {}),
        (a_photo(), {"caption": " "}),
        (a_photo(), {"idea": "99"}),
    ],
)
def test_what_is_no_photo_is_refused_and_nothing_is_left(client, content, more, tmp_path):
    day = a_day()
    aino = people(day)[0]
    number = an_idea(day, aino)
    answer = send(as_participant(client, aino), day, **{"idea": number, "content": content, **more})

    assert answer.status_code == 422
    assert not IdeaFile.objects.exists()
    assert not list(tmp_path.iterdir())


def test_files_are_put_to_one_s_own_ideas_alone_and_a_made_up_signature_is_refused(client, tmp_path):
    day = a_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino)

    assert send(as_participant(client, other), day, number, a_photo()).status_code == 422
    assert not list(tmp_path.iterdir())
    assert act(day, aino, "idea_file", idea=number, caption="x", file='{"stored": "../x"}').refused == "file"
    assert send(as_participant(client, aino), day, number, b"OggS" + b"\0" * 40, "note.ogg").status_code == 302
    kept = IdeaFile.objects.get()
    assert kept.media_type == "audio/ogg"
    assert act(day, other, "idea_file_remove", file=str(kept.uuid)).refused == "not_yours"
    assert act(day, aino, "idea_file_remove", file="nonsense").refused == "no_file"
    assert act(day, aino, "idea_file_remove", file=str(kept.uuid)).seq
    assert Act.objects.last().event["files"] == []


def test_the_phone_s_outbox_gets_a_receipt_and_what_it_sends_twice_is_one_file(client, tmp_path):
    day = a_day()
    aino = people(day)[0]
    number = an_idea(day, aino)
    fields = {"op": str(uuid4()), "idea": number, "caption": "A drawing of a café"}

    def post(**more):
        sent = {**fields, **more, "file": SimpleUploadedFile("drawing.png", a_photo(kind="PNG"))}
        answer = client.post(here(day, "idea-files"), sent, headers={"accept": "application/json"})
        return answer.status_code, answer.json().get("receipts", [None])[0]

    assert post() == (401, None)
    as_participant(client, aino)
    receipts = [post(), post()]
    assert [(status, told["op"], told["seq"]) for status, told in receipts] == [(200, fields["op"], 2)] * 2
    assert receipts[0][1]["mine"]["idea"]["files"][0]["caption"] == fields["caption"]
    assert len(list(tmp_path.iterdir())) == IdeaFile.objects.count() == 1
    status, told = post(op=str(uuid4()), caption=" ")
    assert (status, told["refused"]) == (200, "caption")
    assert told["sentence"]
    for _one in range(4):
        assert post(op=str(uuid4()))[1]["seq"]
    assert post(op=str(uuid4()))[1]["refused"] == "files"  # "too_many" would be sent again and again


def test_the_microphone_may_be_asked_for_on_the_phone_s_page_alone(client):
    day = a_day()
    as_participant(client, people(day)[0])
    page, others = client.get(here(day, "here")), client.get(here(day, "ideas"))

    assert "microphone=(self)" in page["Permissions-Policy"]
    assert "media-src 'self' blob:" in page["Content-Security-Policy"]
    assert "microphone=()" in others["Permissions-Policy"]
    assert "blob:" not in others["Content-Security-Policy"]


def test_who_runs_the_day_and_takes_part_in_it_steers_it_all_the_same(client):
    day = a_day()
    as_participant(as_staff(client, day), people(day)[0])
    fields = {"act": "close_phase", "phase": day.phases.get(kind="ideas").pk, "next": here(day, "desk")}

    assert client.post(here(day, "act"), fields).status_code == 302
    assert day.phases.get(kind="ideas").closed_at


def test_more_than_hands_can_write_is_refused_with_a_sentence(client, monkeypatch):
    monkeypatch.setattr("kotokaari.live.service.AT_ONCE", 5)
    monkeypatch.setattr("kotokaari.live.service.A_SECOND", 0.0)
    day = a_day()
    as_participant(client, people(day)[0])
    fields = {"act": "idea", "theme": day.themes.first().pk, "text": "Idea of a machine"}
    answers = [client.post(here(day, "act"), fields) for _turn in range(8)]

    assert Idea.objects.count() == 5
    assert answers[0].status_code == 302
    assert "a moment" in answers[-1].content.decode()


def test_what_should_not_be_read_is_hidden_after_the_day_too(client):
    day = a_day()
    aino, *_ = people(day)
    number = an_idea(day, aino, "Call Maija, 040 123")
    send(as_participant(client, aino), day, number, a_photo())
    close_phases(day)
    finish_day(fresh(day), by=facilitator_of(day))
    day, seen = fresh(day), fresh(day).revision
    client.cookies.clear()
    as_staff(client, day)
    desk = client.get(here(day, "desk")).content.decode()
    assert "hide here what should not be read" in desk
    assert "Hide or show" in desk
    for gone in ('data-act="announce"', 'data-act="merge"', 'data-act="idea_edit"', 'data-act="open_phase"', day.code):
        assert gone not in desk

    assert act(day, facilitator_of(day), "idea_edit", idea=number, text="Call").refused == "closed"
    assert act(day, aino, "idea_hide", idea=number).refused == "closed"
    [picture] = IdeaFile.objects.all()
    for fields in ({"act": "idea_hide", "idea": number}, {"act": "idea_file_remove", "file": str(picture.uuid)}):
        assert client.post(here(day, "act"), {**fields, "next": here(day, "desk")}).status_code == 302

    assert Idea.objects.get(day=day, number=number).state == Idea.State.HIDDEN
    assert fresh(picture).removed_at
    assert fresh(day).revision == seen + 2
    with zipfile.ZipFile(io.BytesIO(bundle(day, openly=True))) as packed:
        assert "Maija" not in "".join(packed.read(name).decode() for name in packed.namelist())


def test_a_wall_of_a_day_that_is_over_invites_nobody(client):
    day = a_day()
    as_staff(client, day)
    assert day.code in client.get(here(day, "wall")).content.decode()
    close_phases(day)
    finish_day(fresh(day), by=facilitator_of(day))

    wall = client.get(here(day, "wall")).content.decode()

    assert day.code not in wall
    assert "Join with your phone" not in wall


def close_phases(day):
    day.phases.filter(closed_at=None).update(opened_at=timezone.now(), closed_at=timezone.now())


def test_the_wall_and_the_way_in_are_in_a_language_of_the_day(client):
    day = a_day(languages=["sv", "fi"])
    shown = {}
    for language in ("en", "fi"):
        with translation.override(language):
            shown[language] = as_staff(client, day).get(here(day, "desk")).content.decode()

    for language, code in (("en", "sv"), ("fi", "fi")):
        with translation.override(code):
            assert f'href="{here(day, "wall")}"' in shown[language]
            assert f"testserver{reverse('innovation:join')}<" in shown[language]


def test_the_wall_shows_the_same_way_in_as_the_desk_in_whatever_language_it_is_opened(client):
    day = a_day(languages=["sv", "fi"])
    staff = as_staff(client, day)
    for language, code in (("en", "sv"), ("fi", "fi")):
        with translation.override(language):
            desk, wall = (staff.get(here(day, page)) for page in ("desk", "wall"))
        with translation.override(code):
            assert f"testserver{reverse('innovation:join')}<" in wall.content.decode()
        for name in ("join", "join_short", "join_qr"):
            assert wall.context[name] == desk.context[name]


def test_a_phone_learns_what_comes_next_and_that_the_day_is_over(client):
    day = a_day(phase="epics")
    as_participant(client, people(day)[0])
    address = here(day, "here") + "?part=waiting"

    assert "feedback" in client.get(address).content.decode()
    day.phases.update(opened_at=day.phases.get(kind="ideas").opened_at)
    assert "Nothing is open" in client.get(address).content.decode()
    Day.objects.filter(pk=day.pk).update(state=Day.State.DONE)
    assert "The day is over" in client.get(address).content.decode()


def test_a_photo_that_is_too_large_is_refused_with_a_sentence(client, monkeypatch, tmp_path):
    day = a_day()
    aino, *_ = people(day)
    number = an_idea(day, aino)
    as_participant(client, aino)
    monkeypatch.setattr("kotokaari.innovation.board.ideas_files.MOST_PIXELS", 60 * 40 - 1)
    pixels = send(client, day, number, a_photo())
    monkeypatch.setattr("kotokaari.innovation.board.ideas_files.MOST_BYTES", 1024 * 1024)
    weighty = send(client, day, number, a_photo() + b" " * 1024 * 1024)

    assert (pixels.status_code, weighty.status_code) == (422, 422)
    assert "too large to open" in pixels.content.decode()
    assert "at most 1 MB" in weighty.content.decode()
    assert not IdeaFile.objects.exists()
    assert not list(tmp_path.iterdir())
