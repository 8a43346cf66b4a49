import io
import json
import random
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kotokaari.innovation.models import Day, Idea, Participant
from kotokaari.innovation.report import counting, files, paper, word
from kotokaari.innovation.report.gathering import gather
from kotokaari.live.models import Act
from kotokaari.needs.tests.factories import a_question, a_response, a_survey

from .factories import a_day, act, facilitator_of, fresh

pytestmark = pytest.mark.django_db


def a_done_day(ideas=8, people=12, **more):
    """A day on which people wrote, said and gave signs; some ideas withdrawn, hidden and merged; two chosen."""
    day = a_day(people=people, **more)
    everybody, themes, dice = list(day.participants.all()), list(day.themes.all()), random.Random(7)
    for number in range(ideas):
        receipt = act(day, dice.choice(everybody), "idea", theme=dice.choice(themes).pk, text=f"Idea of words {number}")
        assert receipt.seq, receipt
    for number in range(1, ideas, 2):
        act(day, dice.choice(everybody), "comment", idea=number, text=f"Said about {number}")
        act(day, dice.choice(everybody), "react", idea=number, sign="good")
    writer = everybody[0]
    lost = act(day, writer, "idea", theme=themes[0].pk, text="Taken back").mine["idea"]["number"]
    assert act(day, writer, "idea_withdraw", idea=lost).seq
    same = list(Idea.objects.filter(day=day, theme=themes[0], state="standing").values_list("number", flat=True))[:2]
    if len(same) == 2:
        assert act(day, None, "merge", ideas=[str(number) for number in same], text="Two in one").seq
    two = list(Idea.objects.filter(day=day, theme=themes[0], state="standing").values_list("number", flat=True))[:2]
    phases = {phase.kind: phase.pk for phase in day.phases.all()}
    assert act(day, None, "open_phase", phase=phases["choose"]).seq
    for person in everybody:
        dots = {f"dots_{number}": many for number, many in zip(two, (2, 1), strict=False)}
        assert act(day, person, "choose", theme=themes[0].pk, **dots).seq
    assert act(day, None, "open_phase", phase=phases["weigh"]).seq
    for at, person in enumerate(everybody[:6]):
        marks = {"value": at % 5, "impact": 3, "feasibility": "none" if at else 2}
        assert act(day, person, "weigh", idea=two[0], **marks).seq
    assert act(day, None, "close_phase", phase=phases["weigh"]).seq
    Day.objects.filter(pk=day.pk).update(state=Day.State.DONE)
    return fresh(day)


def test_what_the_log_says_is_what_the_rows_say():
    day = a_done_day(ideas=17)

    assert counting.from_log(day) == counting.from_rows(day)
    assert counting.from_log(day).ideas == 19


def test_the_report_tells_the_figures_of_the_log(client):
    day = a_done_day()
    told = gather(day)

    figures = [number for number, _words in told.figures]
    counts = counting.from_log(day)
    assert figures == [
        str(number) for number in (12, counts.ideas, counts.chosen, counts.epics, counts.comments, counts.signs)
    ]
    assert sum(len(theme.ideas) for theme in told.themes) == counts.ideas
    assert told.themes[0].chosen[0][3:] == ["1,7", "3,0", "–"]


def test_the_open_version_has_no_comment_no_lost_words_and_no_small_count():
    day = a_done_day()
    Participant.objects.filter(day=day).update(profession="teacher")
    Participant.objects.filter(pk=day.participants.first().pk).update(profession="priest", name="Priscilla")
    with zipfile.ZipFile(io.BytesIO(files.bundle(day, openly=True))) as packed:
        everything = "\n".join(packed.read(name).decode() for name in packed.namelist())
        assert set(packed.namelist()) >= {"log.jsonl", "codebook.json", "ideas.csv", "epics.csv", "report.json"}

    assert "Idea of words 3" in everything
    assert "Said about" not in everything
    assert "Taken back" not in everything
    assert "Priscilla" not in everything
    tables = dict((title, dict(rows)) for title, _sentence, rows in gather(day, openly=True).people)
    rows = next(rows for rows in tables.values() if "priest" in rows)
    assert not {"1", "11"} & set(rows.values())


def test_no_author_is_told_in_any_file():
    day = a_done_day()
    authors = {author for author in Act.objects.values_list("author", flat=True) if author}
    keys = set(day.participants.values_list("key", flat=True))
    assert authors
    for openly in (False, True):
        with zipfile.ZipFile(io.BytesIO(files.bundle(day, openly=openly))) as packed:
            everything = "\n".join(packed.read(name).decode() for name in packed.namelist())
        assert not [one for one in authors | keys if one in everything]


def test_the_log_is_in_order_and_explains_itself():
    day = a_done_day()
    first, *lines = [json.loads(line) for line in files.log_lines(day)]

    assert set(first["codebook"]) == set(lines[0])
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))


def test_the_paper_and_the_document_hold_every_idea():
    import docx
    import pypdf

    day = a_done_day()
    told = gather(day)
    pages = pypdf.PdfReader(io.BytesIO(paper.paper(told))).pages
    printed = "".join(page.extract_text() for page in pages)
    written = docx.Document(io.BytesIO(word.document(told)))
    text = "\n".join(paragraph.text for paragraph in written.paragraphs)

    for theme in told.themes:
        for idea in theme.ideas:
            assert f"{idea.number}. {idea.text or '–'}" in text
            assert idea.text in printed.replace("\n", " ")


def feedback_of(many):
    survey = a_survey(state="closed", purpose="feedback")
    a_question(survey.sections.get(), "useful", "scale", order=9)
    for at in range(many):
        a_response(survey, useful=4 if at % 5 else 2, what_else="Zeppelins")
    return survey


@translation.override("en")
def test_feedback_is_told_to_those_who_run_the_day_from_five_answers_on():
    import docx
    import pypdf

    day = a_done_day()
    assert gather(day).feedback_said == ""
    Day.objects.filter(pk=day.pk).update(feedback=feedback_of(4))
    few = gather(fresh(day))
    Day.objects.filter(pk=day.pk).update(feedback=feedback_of(25))
    told = gather(fresh(day))
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.paper(told))).pages)
    written = docx.Document(io.BytesIO(word.document(told)))

    assert (few.feedback, "five" in few.feedback_said) == ([], True)
    assert told.feedback_said == "25 people gave feedback."
    useful = next(one for one in told.feedback if one[0] == "useful")
    assert useful[2] == [("1", "0"), ("2", "5"), ("3", "0"), ("4", "20"), ("5", "0")]
    assert "Mean 3.6" in useful[1]
    assert told.feedback_said in printed
    assert told.feedback_said in "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert "Zeppelins" not in str(told.feedback)
    openly = gather(fresh(day), openly=True)
    assert (openly.feedback_said, openly.feedback) == ("", [])


def test_words_that_no_document_can_hold_are_left_out():
    day = a_day()
    act(day, day.participants.first(), "idea", theme=day.themes.first().pk, text="bell\x07 and =1+1")

    assert word.document(gather(day))
    assert paper.paper(gather(day))
    assert "'=1" not in files.tables(day)["ideas.csv"]


def test_those_who_run_the_day_read_the_report_and_nobody_else(client, django_user_model):
    from kotokaari.people.tests.factories import UserFactory

    day = a_done_day()
    urls = [f"/en/innovation-days/work/{day.key}/{name}" for name in ("report/", "report.pdf", "report.docx", "log.jsonl", "data.zip")]  # fmt: skip

    client.force_login(UserFactory())
    assert {client.get(url).status_code for url in urls} == {404}
    client.force_login(facilitator_of(day))
    assert {client.get(url).status_code for url in urls} == {200}


def test_the_open_version_is_there_once_the_day_is_done(client):
    day = a_done_day()
    urls = [f"/en/innovation-days/{day.key}/{name}" for name in ("report/", "report.pdf", "data.zip")]

    assert {client.get(url).status_code for url in urls} == {200}
    Day.objects.filter(pk=day.pk).update(state=Day.State.RUNNING)
    assert {client.get(url).status_code for url in urls} == {404}
    Day.objects.filter(pk=day.pk).update(state=Day.State.DONE, is_rehearsal=True)
    assert {client.get(url).status_code for url in urls} == {404}


def test_a_report_of_many_ideas_costs_as_many_questions_as_one_of_few():
    few, many = a_done_day(ideas=3), a_done_day(ideas=60)
    with CaptureQueriesContext(connection) as first:
        gather(few)
    with CaptureQueriesContext(connection) as second:
        gather(many)
    assert len(first) == len(second)
