import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation

from kotokaari.foundation.text import TranslatedText
from kotokaari.rubrics.tests.factories import said
from kotokaari.submissions.models import SubmissionFile
from kotokaari.submissions.reading.content import content_of
from kotokaari.submissions.tests.factories import a_submission

pytestmark = pytest.mark.django_db


def asked(code, **more):
    return {"code": code, "label": said(f"Asked: {code}").to_json(), **more}


def sent(questions, answers=None, record=None, files=()):
    submission = a_submission()
    version = submission.current
    version.questions, version.answers, version.files = questions, answers or {}, list(files)
    if record is not None:
        version.record = record
    return version


def only(version, language="en"):
    return [answer for section in content_of(version, language) for answer in section.answers]


def test_it_tells_what_was_asked_then_with_the_answers():
    version = sent(
        [
            asked("title", field="title", section=said("In short").to_json()),
            asked("themes", field="themes", section=said("In short").to_json(), serves=["goal-oriented"]),
            asked("why-now", type="text", section=said("Ours").to_json(), is_required=True),
        ],
        {"why-now": TranslatedText.of("fi", "Koska nyt.").to_json()},
    )

    sections = content_of(version, "sv")

    assert [section.label.text for section in sections] == ["In short (sv)", "Ours (sv)"]
    title, themes, own = only(version, "sv")
    assert title.label.text == "Asked: title (sv)"
    assert (title.value.text, title.value.needs_note) == ("A club for talking", True)
    assert (themes.shape, themes.value, themes.serves) == ("words", "language learning", ("goal-oriented",))
    assert (own.value.text, own.value.language, own.is_required) == ("Koska nyt.", "fi", True)


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ({"type": "flag"}, True, "Yes"),
        ({"type": "flag"}, False, "No"),
        ({"type": "number"}, 1200, "1,200"),
        ({"type": "date"}, "2025-03", "March 2025"),
        ({"type": "choice", "choices": [{"code": "a", "label": said("Often").to_json()}]}, "a", "Often"),
        ({"type": "many", "choices": [{"code": "a", "label": said("Often").to_json()}]}, ["a", "b"], "Often, b"),
    ],
)
def test_answers_to_own_questions_are_words(question, answer, words):
    version = sent([asked("own", **question)], {"own": answer})

    with translation.override("en"):
        assert only(version)[0].value == words


def test_what_was_not_answered_says_so():
    version = sent([asked("own", type="text"), asked("summary", field="goals")])

    with translation.override("sv"):
        page = render_to_string("submissions/reading/_content.html", {"sections": content_of(version, "sv")})

    assert [answer.shape for answer in only(version)] == ["", ""]
    assert page.count('<p class="soft">') == 2


def test_files_stand_with_their_questions_and_the_rest_at_the_end():
    submission = a_submission()
    made = [
        SubmissionFile.objects.create(
            submission=submission, file=ContentFile(b"x", name=name), name=name, media_type="text/plain", size=1,
            sha256="0" * 64,
        )
        for name in ("a.txt", "b.txt", "kept-out.txt")
    ]  # fmt: skip
    version = submission.current
    version.questions = [asked("title", field="title")]
    version.files = [{"uuid": str(file.uuid), "sha256": file.sha256} for file in made[:2]]

    last = content_of(version, "en")[-1]

    assert [file.name for file in last.answers[0].value] == ["a.txt", "b.txt"]


def test_a_version_without_its_questions_is_read_by_the_record():
    version = sent([])

    names = [answer.code for answer in only(version)]

    assert names[:2] == ["title", "summary"]
    assert "solution" in names


@pytest.mark.parametrize("count", [1, 6])
def test_reading_costs_the_same_whatever_was_sent(count, django_assert_num_queries):
    submission = a_submission()
    version = submission.current
    files = [
        SubmissionFile.objects.create(
            submission=submission, file=ContentFile(b"x", name="a.txt"), name="a.txt", media_type="text/plain", size=1,
            sha256="0" * 64,
        )
        for _number in range(count)
    ]  # fmt: skip
    version.questions = [asked(f"own-{number}", type="text") for number in range(count)]
    version.files = [{"uuid": str(file.uuid)} for file in files]
    content_of(version, "en")

    with django_assert_num_queries(1):
        content_of(version, "en")


def shown(version, language):
    with translation.override(language):
        return render_to_string("submissions/reading/_content.html", {"sections": content_of(version, language)})


def written(source, text, **others):
    return TranslatedText.of(source, text, **others).to_json()


def test_the_language_of_all_answers_is_said_once_at_the_top():
    questions = [asked(name, type="text") for name in ("one", "two", "three")]
    step = {"id": "s1", "action": written("fi", "Kysytään."), "output": written("fi", "Lista.")}
    version = sent(
        [*questions, asked("steps", field="steps"), asked("themes", field="themes")],
        {name: written("fi", f"Sanat {name}") for name in ("one", "two", "three")},
        {"steps": [step], "themes": ["language-learning"]},
    )

    page = shown(version, "en")

    assert page.count("Shown in Finnish") == 1
    assert page.index("Shown in Finnish") < page.index("Sanat one")
    assert "in Finnish)" not in page
    assert page.count('lang="fi"') == 5
    assert "Shown in" not in shown(version, "fi")
    assert "suomeksi" not in shown(version, "fi")


@pytest.mark.parametrize(
    ("other", "notes"),
    [
        (written("sv", "Ord"), ["Shown in Finnish", "Shown in Swedish"]),
        (written("en", "Words"), ["Shown in Finnish"]),
    ],
)
def test_answers_in_several_languages_say_each_their_own(other, notes):
    version = sent(
        [asked("one", type="text"), asked("two", type="text")], {"one": written("fi", "Sanat"), "two": other}
    )

    page = shown(version, "en")

    assert [page.count(note) for note in notes] == [1] * len(notes)
    assert page.index("Sanat") < page.index("Shown in Finnish")
