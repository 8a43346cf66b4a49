"""Letters that a call can send as they are: for each outcome and language. A call may write its own."""

from __future__ import annotations

from ..models import Decision

Outcome = Decision.Outcome

SUBJECTS = {
    "fi": "Päätös: {practice}",
    "sv": "Beslut: {practice}",
    "en": "Decision: {practice}",
}
OPENINGS = {
    (
        "fi",
        Outcome.PUBLISH,
    ): "Asiantuntijapaneeli on valinnut käytäntönne ”{practice}” julkaistavaksi. Lämpimät onnittelut!",
    (
        "fi",
        Outcome.DEVELOP,
    ): "Asiantuntijapaneeli pitää käytäntöänne ”{practice}” lupaavana ja toivoo, että kehitätte sitä ja palaatte asiaan.",
    ("fi", Outcome.DECLINE): "Asiantuntijapaneeli ei tällä kertaa valinnut käytäntöänne ”{practice}” julkaistavaksi.",
    ("sv", Outcome.PUBLISH): "Expertpanelen har valt er praxis ”{practice}” för publicering. Varma gratulationer!",
    (
        "sv",
        Outcome.DEVELOP,
    ): "Expertpanelen tycker att er praxis ”{practice}” är lovande och hoppas att ni utvecklar den och återkommer.",
    ("sv", Outcome.DECLINE): "Expertpanelen valde inte er praxis ”{practice}” för publicering den här gången.",
    (
        "en",
        Outcome.PUBLISH,
    ): "The expert panel has chosen your practice “{practice}” to be published. Warm congratulations!",
    (
        "en",
        Outcome.DEVELOP,
    ): "The expert panel finds your practice “{practice}” promising and hopes that you develop it and come back.",
    ("en", Outcome.DECLINE): "The expert panel did not choose your practice “{practice}” to be published this time.",
}
BODIES = {
    "fi": """\
Hei {name},

kiitos, että vastasitte hakuun ”{call}” (ehdotus {number}, {organisation}).

%(opening)s

Perustelut

{reasons}

{conditions}

Palaute kriteereittäin

{feedback}

Päätös kokonaisuudessaan: {link}

Jos päätöksessä on mielestänne virhe, voitte pyytää uudelleenkäsittelyä viimeistään {appeal_until} samassa osoitteessa.

Terveisin
{sender}
""",
    "sv": """\
Hej {name},

tack för att ni svarade på utlysningen ”{call}” (förslag {number}, {organisation}).

%(opening)s

Motivering

{reasons}

{conditions}

Återkoppling per kriterium

{feedback}

Hela beslutet: {link}

Om ni anser att det finns ett fel i beslutet kan ni begära ny prövning senast {appeal_until} på samma adress.

Med vänlig hälsning
{sender}
""",
    "en": """\
Hello {name},

thank you for answering the call “{call}” (submission {number}, {organisation}).

%(opening)s

Reasons

{reasons}

{conditions}

Feedback for each criterion

{feedback}

The whole decision: {link}

If you think that there is a mistake in the decision, you can ask for a new look at it until {appeal_until} at the same address.

With kind regards
{sender}
""",
}


def subject_of(language: str) -> str:
    """The subject in a language."""
    return SUBJECTS[language]


def body_of(outcome: str, language: str) -> str:
    """The text for an outcome in a language."""
    return BODIES[language] % {"opening": OPENINGS[language, Outcome(outcome)]}
