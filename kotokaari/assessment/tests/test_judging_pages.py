import pytest
from django.test import Client
from django.urls import reverse

from kotokaari.assessment import actions
from kotokaari.assessment.models import Assessment
from kotokaari.panel.models import Declaration, Seat
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.tests.factories import a_submission, recused

from .factories import an_assessment, something_to_judge

pytestmark = pytest.mark.django_db
GOAL, CONTEXT = "goal-oriented", "context-sensitive"


@pytest.fixture(autouse=True)
def _english(settings):
    from django.utils import translation

    translation.activate("en")


def address(page, assignment):
    return reverse(f"assessment:{page}", args=[assignment.uuid])


def hidden(html, name):
    from re import search

    found = search(rf'name="{name}" value="([^"]*)"', html)
    return found[1] if found else None


def opened(client, assignment):
    """What an open page sends with everything typed into it."""
    html = client.get(address("assess", assignment)).content.decode()
    names = ["_form", "_version", f"_base-{GOAL}", f"_base-{CONTEXT}", "_base-strengths"]
    sent = {name: hidden(html, name) for name in names}
    assert all(value is not None for value in sent.values()), sent
    return sent | {f"reason-{GOAL}": "", f"reason-{CONTEXT}": "", "strengths": "", "language": "en"}


def test_the_page_shows_what_was_sent_beside_every_criterion_and_works_as_plain_html(client):
    assignment = something_to_judge(title="A garden for all")
    client.force_login(assignment.seat.user)

    html = client.get(address("assess", assignment)).content.decode()
    assert "A garden for all" in html
    assert html.count(f'name="level-{GOAL}"') == 6
    sent = opened(client, assignment) | {f"level-{GOAL}": "3", f"reason-{GOAL}": "Clear goals", "save": "1"}
    answer = client.post(address("assess", assignment), sent)

    assert answer.status_code == 302
    score = Assessment.objects.get().scores.get(criterion__code=GOAL)
    assert (score.level, score.reason) == (3, "Clear goals")


def test_what_comes_back_in_a_later_round_is_shown_beside_what_was_sent_before(client):
    assignment = something_to_judge(title="A garden for all")
    submission = assignment.submission
    earlier = a_submission(call=submission.call, title="A garden for some")
    submission.earlier = earlier
    submission.save()
    client.force_login(assignment.seat.user)

    html = client.get(address("assess", assignment)).content.decode()
    assert "It comes back from an earlier round" in html
    assert "<ins>" in html
    recused(earlier, assignment.seat.user)

    assert "earlier round" not in client.get(address("assess", assignment)).content.decode()


def test_typing_is_kept_without_a_page(client):
    assignment = something_to_judge()
    client.force_login(assignment.seat.user)

    answer = client.post(address("typed", assignment), opened(client, assignment) | {f"level-{GOAL}": "x"})

    assert (answer.status_code, answer.json()["conflicts"]) == (200, [])
    assert Assessment.objects.get().scores.get().cannot_judge


def test_two_tabs_save_one_assessment_and_both_texts_are_shown(client):
    assignment = something_to_judge()
    client.force_login(assignment.seat.user)
    one, two = opened(client, assignment), opened(client, assignment)

    first = client.post(
        address("typed", assignment), one | {f"level-{GOAL}": "1", f"reason-{GOAL}": "First tab's words"}
    )
    typed = two | {f"level-{GOAL}": "4", f"reason-{GOAL}": "Second tab's words", "strengths": "Warm"}
    second = client.post(address("typed", assignment), typed)
    pressed = client.post(address("assess", assignment), typed | {"save": "1"})

    assert first.status_code == 200
    assert (second.status_code, second.json()["conflicts"]) == (409, [GOAL])
    assert Assessment.objects.get().strengths == "Warm"
    assert Assessment.objects.get().scores.get(criterion__code=GOAL).reason == "First tab's words"
    html = pressed.content.decode()
    assert pressed.status_code == 409
    assert "First tab&#x27;s words" in html
    assert "Second tab&#x27;s words" in html
    assert f'<li><a href="#c-{GOAL}">' in html
    chosen = {name: hidden(html, name) for name in two if name.startswith("_")}
    again = client.post(address("assess", assignment), typed | chosen | {"save": "1"})
    assert again.status_code == 302
    assert Assessment.objects.get().scores.get(criterion__code=GOAL).reason == "Second tab's words"


def test_a_session_that_ended_answers_with_signing_in_and_the_words_are_taken_afterwards(client):
    assignment = something_to_judge()
    client.force_login(assignment.seat.user)
    sent = opened(client, assignment) | {f"reason-{GOAL}": "Typed before the session ended"}

    refused = Client().post(address("typed", assignment), sent)
    client.force_login(assignment.seat.user)
    taken = client.post(address("typed", assignment), sent)

    assert refused.status_code == 302  # the form keeps the text on the device and tells so
    assert taken.status_code == 200
    assert Assessment.objects.get().scores.get(criterion__code=GOAL).reason == "Typed before the session ended"


def test_nothing_of_the_content_before_a_word_about_conflicts(client):
    assignment = something_to_judge(title="Zanzibar club")
    Declaration.objects.all().delete()
    client.force_login(assignment.seat.user)

    for page in ("assess", "hand-in", "others"):
        assert "Zanzibar" not in client.get(address(page, assignment), follow=True).content.decode()
    assert "Zanzibar" not in client.get(reverse("assessment:mine")).content.decode()
    assert "Zanzibar" not in client.get(reverse("home:work")).content.decode()
    assert client.post(address("typed", assignment), {f"reason-{GOAL}": "x"}).status_code in (404, 409)
    assert not Assessment.objects.exists()


def test_it_is_nobody_elses_and_gone_when_a_conflict_stands(client):
    assignment = something_to_judge()
    client.force_login(UserFactory())
    assert client.get(address("assess", assignment)).status_code == 404
    client.force_login(assignment.seat.user)
    recused(assignment.submission, assignment.seat.user)

    for page in ("assess", "hand-in", "others"):
        assert client.get(address(page, assignment)).status_code == 404
    assert client.post(address("typed", assignment), {}).status_code == 404


def test_handing_in_shows_what_is_missing_then_asks_then_thanks(client):
    assignment = something_to_judge()
    client.force_login(assignment.seat.user)
    sent = opened(client, assignment) | {f"level-{GOAL}": "2", f"reason-{GOAL}": "So", "hand_in": "1"}

    missing = client.post(address("assess", assignment), sent, follow=True).content.decode()
    assert f"#c-{CONTEXT}" in missing
    assert f"#c-{GOAL}" not in missing
    assert client.post(address("hand-in", assignment)).status_code == 409
    sent |= {f"level-{CONTEXT}": "x", f"reason-{CONTEXT}": "Not told"} | opened_base(client, assignment)
    client.post(address("assess", assignment), sent)
    client.post(address("hand-in", assignment))

    assert Assessment.objects.get().state == Assessment.State.HANDED_IN
    assert "Handed in" in client.get(address("assess", assignment)).content.decode()


def opened_base(client, assignment):
    return {name: value for name, value in opened(client, assignment).items() if name.startswith("_")}


def test_assessors_with_own_experience_read_plain_questions_first(client):
    plain = something_to_judge(part=Seat.Part.BY_EXPERIENCE)
    client.force_login(plain.seat.user)

    first = client.get(address("assess", plain)).content.decode()
    official = client.get(address("assess", plain) + "?words=official").content.decode()

    assert first.index(f"Is it {GOAL}?") < first.index(f"How {GOAL} is it?")
    assert f"Is it {GOAL}?" not in official


def test_members_read_each_other_only_when_all_have_handed_in_or_the_assessments_are_shared(client):
    mine = something_to_judge()
    other = something_to_judge(submission=mine.submission)
    third = something_to_judge(submission=mine.submission)
    an_assessment(other, reason="Marigold")
    client.force_login(mine.seat.user)
    read = lambda: "Marigold" in client.get(address("others", mine)).content.decode()  # noqa: E731

    assert not read()
    own = an_assessment(mine)
    assert not read()  # the third has not handed in
    actions.share_assessments(mine.seat.call, by=UserFactory())
    assert read()
    own.state = Assessment.State.BEGUN
    own.save()
    an_assessment(third)
    assert not read()  # given back: alone again
    own.state = Assessment.State.HANDED_IN
    own.save()
    assert read()


def test_the_list_says_what_waits_and_leads_on(client, django_assert_max_num_queries):
    user = UserFactory()
    client.force_login(user)
    empty = client.get(reverse("assessment:mine")).content.decode()
    assert "Nothing to judge yet" in empty
    first = something_to_judge(user=user)
    client.get(reverse("assessment:mine"))
    with django_assert_max_num_queries(9):
        client.get(reverse("assessment:mine"))
    for number in range(4):
        something_to_judge(user=user, title=f"Club {number}")
    with django_assert_max_num_queries(9):
        html = client.get(reverse("assessment:mine")).content.decode()

    assert html.count('class="task"') == 5
    assert client.get(reverse("assessment:next"))["Location"] == address("assess", first)
    an_assessment(first)
    assert client.get(reverse("assessment:next"))["Location"] != address("assess", first)
