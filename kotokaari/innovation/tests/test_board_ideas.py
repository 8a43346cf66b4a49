import json

import pytest

from kotokaari.innovation.acting.telling import Telling
from kotokaari.innovation.models import Comment, Idea, Participant, Phase, Reaction
from kotokaari.live.models import Act

from .factories import a_day, act, fresh, ticket_of

pytestmark = pytest.mark.django_db


def state_of(day, who=None):
    return Telling(fresh(day), ticket_of(day, who)).state()


def events(day):
    return list(Act.objects.filter(channel=day.channel).order_by("seq").values_list("event", flat=True))


def an_idea(day, who, text="Home visits in pairs", theme=None, **more):
    receipt = act(day, who, "idea", theme=str(theme or day.themes.first().pk), text=text, **more)
    assert not receipt.refused, receipt
    return receipt.mine["idea"]["number"]


def people(day):
    return list(day.participants.order_by("pk"))


def test_an_idea_from_a_form_is_told_to_everybody_without_saying_whose_it_is():
    day = a_day()
    aino, other, *_ = people(day)
    receipt = act(day, aino, "idea", theme=str(day.themes.first().pk), text="  Home visits\r\nin pairs ", language="fi")

    assert receipt.mine["idea"]["mine"]
    (event,) = events(day)
    assert (event["thing"], event["number"], event["text"]) == ("idea", 1, "Home visits\nin pairs")
    assert event["group"] == aino.seats.get().group_id
    assert "mine" not in event
    assert aino.key not in json.dumps(event)
    assert state_of(day, aino)["ideas"][0]["mine"]
    assert "mine" not in state_of(day, other)["ideas"][0]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"text": "x" * 501}, "too_long"),
        ({"text": " \x00 "}, "empty"),
        ({"text": ["a"]}, "empty"),
        ({"text": "fine", "theme": "99999999"}, "no_theme"),
        ({"text": "fine", "theme": {"a": 1}}, "no_theme"),
    ],
)
def test_what_is_no_idea_is_refused_with_a_sentence(payload, code):
    day = a_day()
    receipt = act(day, people(day)[0], "idea", **{"theme": day.themes.first().pk, **payload})

    assert receipt.refused == code
    assert receipt.sentence
    assert not Idea.objects.exists()


def test_ideas_are_numbered_and_come_late_too():
    day = a_day(phase="choose")
    aino = people(day)[0]

    assert [an_idea(day, aino), an_idea(day, None, "Something else")] == [1, 2]
    assert Act.objects.filter(is_late=True).count() == 2
    assert state_of(day, aino)["ideas"][0]["late"]


def test_only_whoever_wrote_an_idea_or_runs_the_day_changes_it():
    day = a_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino)

    for kind in ("idea_edit", "idea_withdraw"):
        assert act(day, other, kind, idea=str(number), text="Mine").refused == "not_yours"
    assert act(day, aino, "idea_edit", idea=str(number), text="Better").seq
    assert act(day, None, "idea_edit", idea=str(number), text="Best").seq
    assert Idea.objects.get().text == "Best"
    assert act(day, aino, "idea_withdraw", idea=number).mine["idea"]["text"] == "Best"
    assert events(day)[-1]["text"] == ""
    assert state_of(day, other)["ideas"][0]["text"] == ""
    assert state_of(day, aino)["ideas"][0]["text"] == "Best"
    assert state_of(day)["ideas"][0]["text"] == "Best"
    assert act(day, aino, "idea_undo", idea=str(number)).seq
    assert act(day, aino, "idea_undo", idea=str(number)).refused == "not_withdrawn"
    assert events(day)[-1]["text"] == "Best"


def test_an_idea_of_another_day_is_not_found():
    day, other = a_day(), a_day()
    an_idea(other, None)

    for kind in ("idea_edit", "idea_withdraw", "refine", "react", "comment", "idea_hide", "split", "idea_move"):
        assert act(day, None, kind, idea="1", text="x", sign="good").refused == "no_idea", kind
    assert act(day, None, "merge", ideas=["1", "1"], text="x").refused == "no_idea"


def test_refining_makes_a_new_idea_and_leaves_the_old_one():
    day = a_day()
    aino, other, *_ = people(day)
    old = an_idea(day, aino)
    receipt = act(day, other, "refine", idea=str(old), text="Home visits in pairs with an interpreter")

    assert receipt.mine["idea"]["from"] == [["refine", old]]
    assert [idea["state"] for idea in state_of(day)["ideas"]] == ["standing", "standing"]
    assert state_of(day)["doubles"] == []


def test_merging_keeps_the_old_ones_and_can_be_taken_back_and_done_again():
    day = a_day()
    aino = people(day)[0]
    one, two, three = an_idea(day, aino), an_idea(day, aino, "Visits at home"), an_idea(day, aino, "A café")

    assert act(day, aino, "merge", ideas=[one, two], text="Visits").refused == "not_yours"
    assert act(day, None, "merge", ideas=[str(one)], text="Visits").refused == "too_few"
    made = act(day, None, "merge", **{"ideas": [str(one), str(two)], "text": "Visits"}).mine["made"]
    told = {idea["number"]: idea for idea in events(day)[-1]["ideas"]}
    assert {number: told[number]["state"] for number in told} == {one: "merged", two: "merged", made[0]: "standing"}
    assert sorted(told[made[0]]["from"]) == [["merge", one], ["merge", two]]
    assert act(day, None, "merge", ideas=[one, three], text="x").refused == "not_standing"

    act(day, None, "idea_withdraw", idea=made[0])
    states = lambda: [idea["state"] for idea in state_of(day)["ideas"]]  # noqa: E731
    assert states() == ["standing", "standing", "standing", "withdrawn"]
    act(day, None, "idea_undo", idea=made[0])
    assert states() == ["merged", "merged", "standing", "standing"]


def test_splitting_takes_lines_and_the_old_idea_stands_again_when_every_piece_is_withdrawn():
    day = a_day()
    number = an_idea(day, people(day)[0], "A café and a bus")

    assert act(day, None, "split", idea=str(number), texts="A café").refused == "pieces"
    made = act(day, None, "split", idea=str(number), texts="A café\r\n\r\nA bus").mine["made"]
    assert len(made) == 2
    assert Idea.objects.get(number=number).state == "merged"
    act(day, None, "idea_withdraw", idea=made[0])
    assert Idea.objects.get(number=number).state == "merged"
    act(day, None, "idea_withdraw", idea=made[1])
    assert Idea.objects.get(number=number).state == "standing"


def test_hiding_takes_the_words_from_everybody_but_those_who_run_the_day():
    day = a_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino, "Rude words")

    assert act(day, other, "idea_hide", idea=number).refused == "not_yours"
    act(day, None, "idea_hide", idea=str(number))
    assert "Rude" not in json.dumps(events(day)[-1])
    assert "Rude" not in json.dumps(state_of(day, other))
    assert "Rude" in json.dumps(state_of(day)["ideas"])
    assert act(day, aino, "idea_withdraw", idea=number).refused == "hidden"
    assert act(day, None, "idea_show", idea=str(number)).seq
    assert act(day, None, "idea_show", idea=str(number)).refused == "not_hidden"
    assert "Rude" in json.dumps(state_of(day, other))


def test_an_idea_moves_to_another_theme():
    day = a_day()
    number = an_idea(day, people(day)[0])
    act(day, None, "idea_move", idea=str(number), theme=str(day.themes.last().pk))

    assert events(day)[-1]["theme"] == day.themes.last().pk


def test_reactions_are_rows_and_events_tell_counts():
    day = a_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino)
    for who in (aino, aino, other):
        act(day, who, "react", idea=str(number), sign="good")

    assert Reaction.objects.count() == 2
    assert events(day)[-1] == {"thing": "signs", "number": number, "signs": {"good": 2}}
    assert state_of(day, aino)["my_signs"] == [[number, "good"]]
    act(day, aino, "unreact", idea=str(number), sign="good")
    assert events(day)[-1]["signs"] == {"good": 1}
    assert act(day, aino, "react", idea=number, sign="<b>").refused == "no_sign"


def test_comments_are_hidden_by_their_author_or_staff_and_shown_by_staff():
    day = a_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino)
    act(day, other, "comment", idea=str(number), text="Tell more")
    made = Comment.objects.get()

    assert act(day, aino, "comment_hide", comment=str(made.pk)).refused == "not_yours"
    act(day, other, "comment_hide", comment=str(made.pk))
    assert events(day)[-1]["text"] == ""
    assert act(day, other, "comment_show", comment=made.pk).refused == "not_yours"
    act(day, None, "comment_show", comment=made.pk)
    assert state_of(day, aino)["comments"][0]["text"] == "Tell more"


def test_possible_doubles_are_told_and_listed():
    day = a_day()
    aino = people(day)[0]
    first = an_idea(day, aino, "Kotikäynnit työpareina perheiden luona")
    receipt = act(day, aino, "idea", theme=day.themes.first().pk, text="Kotikäynti työparina perheen luona")
    an_idea(day, aino, "Avoin kahvila asemalle")

    assert receipt.mine["doubles"] == [first]
    assert state_of(day)["doubles"] == [[first, first + 1]]
    assert state_of(day, aino)["doubles"] == []


def a_silent_day():
    day = a_day(phase="groups")
    Phase.objects.filter(day=day, kind="ideas").update(is_silent=True)
    assert act(day, None, "open_phase", phase=str(day.phases.get(kind="ideas").pk)).seq
    return day


def test_in_silence_others_learn_how_many_and_nothing_else():
    day = a_silent_day()
    aino, other, *_ = people(day)
    number = an_idea(day, aino, "A whisper")
    theme = day.themes.first().pk

    assert number >= 1_000_000_000
    one = Act.objects.get(kind="idea")
    assert (one.author, one.payload, one.made_at) == ("", {}, None)
    assert one.event == {"thing": "silent", "counts": {str(theme): 1}}
    assert state_of(day, aino)["ideas"][0]["text"] == "A whisper"
    for reader in (other, None):
        assert "whisper" not in json.dumps(state_of(day, reader))
        assert state_of(day, reader)["silent"] == {str(theme): 1}
        for kind in ("comment", "react", "refine", "idea_hide", "idea_edit", "idea_withdraw"):
            assert act(day, reader, kind, idea=number, text="x", sign="good").refused in {"no_idea", "not_yours"}
    assert act(day, aino, "idea_edit", idea=str(number), text="A word").mine["idea"]["text"] == "A word"
    act(day, aino, "idea_withdraw", idea=str(number))
    assert state_of(day)["silent"] == {}
    act(day, aino, "idea_undo", idea=str(number))
    assert state_of(day)["silent"] == {str(theme): 1}


def test_what_was_silent_is_opened_up_by_lot_and_leads_to_nobody():
    day = a_silent_day()
    everybody = people(day)
    for who in everybody:
        an_idea(day, who, f"Of person {who.pk}")
    assert act(day, everybody[0], "reveal").refused == "not_yours"
    act(day, None, "reveal")
    told = events(day)[-1]

    assert [idea["number"] for idea in told["ideas"]] == list(range(1, len(everybody) + 1))
    assert len({idea["at"] for idea in told["ideas"]}) == 1
    assert state_of(day)["silent"] == {}
    assert [idea["number"] for idea in state_of(day, everybody[0])["ideas"] if idea.get("mine")]
    act(day, None, "close_phase", phase=day.phases.get(kind="ideas").pk)
    assert bytes(day.phases.get(kind="ideas").secret) == b""
    for who in everybody:
        assert not [idea for idea in state_of(day, who)["ideas"] if idea.get("mine")]
    log = json.dumps(list(Act.objects.values("author", "payload", "event", "op")), default=str)
    for who in everybody:
        assert who.key not in log
    assert not Act.objects.filter(kind="idea").exclude(author="").exists()


def test_what_comes_from_a_phone_after_the_silent_phase_has_closed_waits_to_be_opened_up():
    day = a_silent_day()
    act(day, None, "close_phase", phase=day.phases.get(kind="ideas").pk)
    number = an_idea(day, people(day)[0], "From the lift")

    assert Idea.objects.get(number=number).mark == ""
    assert Idea.objects.get(number=number).is_late
    act(day, None, "reveal")
    assert Idea.objects.get().number == 1
    assert act(day, None, "reveal").refused == "nothing_hidden"


def test_somebody_who_withdrew_from_the_day_writes_nothing():
    day = a_day()
    aino = people(day)[0]
    Participant.objects.filter(pk=aino.pk).update(state="withdrawn")

    assert act(day, aino, "idea", theme=day.themes.first().pk, text="x").refused == "not_here"
