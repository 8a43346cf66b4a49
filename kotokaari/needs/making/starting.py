"""Templates a survey can begin with. Everything in them can be changed before the survey is opened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.text import TranslatedText

from ..models import Question
from .plan import Plan, PlannedChoice, PlannedQuestion, PlannedSection

Type = Question.Type
LANGUAGES = ["fi", "sv", "en"]
PURPOSES = {"preliminary": "needs", "feedback": "feedback", "empty": "needs"}


def choices() -> list[tuple[str, Any]]:
    """What a survey can begin with, for a form."""
    return [
        ("preliminary", _("Preliminary survey: professional field, municipality, what matters and how well it works today, open questions")),
        ("feedback", _("Feedback survey: how it went, what helped, what to do next")),
        ("empty", _("Nothing: an empty survey")),
    ]  # fmt: skip


def plan_for(start: str) -> Plan | None:
    """The plan of a template; None for an empty survey."""
    made = {"preliminary": preliminary, "feedback": feedback}.get(start)
    return made() if made else None


def _say(fi: str, sv: str, en: str) -> TranslatedText:
    return TranslatedText.of("fi", fi, sv=sv, en=en)


def _choices(*rows: tuple[str, str, str, str]) -> list[PlannedChoice]:
    return [PlannedChoice(code, _say(fi, sv, en)) for code, fi, sv, en in rows]


PRIVACY = _say(
    "Vastaat nimettömästi: emme kysy nimeäsi emmekä tallenna laitteesi osoitetta. Alle viiden vastaajan lukuja ei näytetä. "
    "Vastauksia käytetään vain kehittämistyöhön. Älä kirjoita avoimiin vastauksiin kenenkään nimeä.",
    "Du svarar anonymt: vi frågar inte efter ditt namn och sparar inte din enhets adress. Siffror för färre än fem "
    "svarande visas inte. Svaren används bara för utvecklingsarbetet. Skriv ingens namn i de öppna svaren.",
    "You answer anonymously: we do not ask your name or store the address of your device. Figures of fewer than five "
    "respondents are not shown. The answers are used for development work only. Write nobody's name in the open answers.",
)
THANKS = _say(
    "Kiitos vastauksestasi! Tulokset kootaan, kun kysely on sulkeutunut.",
    "Tack för ditt svar! Resultaten sammanställs när enkäten har stängts.",
    "Thank you for your answer! The results are put together when the survey has closed.",
)


def preliminary() -> Plan:
    """A preliminary survey before an innovation day: who, what matters and how well it works, in one's own words."""
    about = _say(
        "Kysymme sinulta, joka kohtaat työssäsi maahan muuttaneita perheitä: mikä toimii tänään ja mitä pitäisi kehittää? "
        "Vastauksista valitaan teemat innovaatiopäivään. Vastaaminen vie noin kymmenen minuuttia.",
        "Vi frågar dig som i ditt arbete möter familjer som har flyttat till Finland: vad fungerar i dag och vad borde "
        "utvecklas? Utifrån svaren väljs teman för innovationsdagen. Det tar ungefär tio minuter att svara.",
        "We ask you who meet families that have moved to Finland in your work: what works today, and what should be "
        "developed? Themes of the innovation day are chosen from the answers. Answering takes about ten minutes.",
    )
    texts = {"about": about, "thanks": THANKS, "privacy": PRIVACY}
    return Plan(list(LANGUAGES), texts, [_background(), _needs(), _own_words()])


def _background() -> PlannedSection:
    professions = _choices(
        ("early-childhood-education", "Varhaiskasvatus", "Småbarnspedagogik", "Early childhood education"),
        ("basic-education", "Perusopetus", "Grundläggande utbildning", "Basic education"),
        ("refugee-guidance", "Pakolaisten ohjaus", "Flyktinghandledning", "Refugee guidance"),
    )
    return PlannedSection(
        _say("Taustatiedot", "Bakgrund", "About your work"),
        questions=[
            PlannedQuestion("profession", Type.PROFESSION, _say("Mikä on ammattialasi?", "Vilket yrkesområde arbetar du inom?", "Which is your professional field?"), is_required=True, choices=professions),
            PlannedQuestion("municipality", Type.MUNICIPALITY, _say("Missä kunnassa työskentelet?", "I vilken kommun arbetar du?", "In which municipality do you work?")),
        ],
    )  # fmt: skip


def _needs() -> PlannedSection:
    items = _choices(
        ("common-language", "Yhteinen kieli perheiden kanssa: tulkkaus, selkokieli, kuvat", "Ett gemensamt språk med familjerna: tolkning, lättläst språk, bilder", "A common language with families: interpreting, plain language, pictures"),
        ("information", "Perheet saavat tietoa palveluista", "Familjerna får information om tjänsterna", "Families get information about services"),
        ("beginning", "Aloitus päiväkodissa, koulussa tai uudessa kunnassa", "Starten på daghemmet, i skolan eller i en ny kommun", "Beginning in day care, at school or in a new municipality"),
        ("parents", "Vanhempien osallisuus ja kuulluksi tuleminen", "Föräldrarnas delaktighet och att de blir hörda", "Parents take part and are heard"),
        ("between-professions", "Yhteistyö ammattialojen kesken", "Samarbetet mellan yrkesområdena", "Cooperation between professions"),
        ("between-municipalities", "Yhteistyö kuntien kesken", "Samarbetet mellan kommunerna", "Cooperation between municipalities"),
        ("tools", "Yhteiset työvälineet ja toimintamallit", "Gemensamma verktyg och arbetssätt", "Shared tools and ways of working"),
        ("well-being", "Lasten ja vanhempien hyvinvointi ja tuki", "Barnens och föräldrarnas välbefinnande och stöd", "Well-being and support of children and parents"),
        ("free-time", "Vapaa-aika ja ystävät", "Fritid och vänner", "Free time and friends"),
        ("own-skills", "Oma osaaminen perheiden kohtaamisessa", "Den egna kompetensen i mötet med familjerna", "One's own skills in meeting families"),
    )  # fmt: skip
    label = _say(
        "Kuinka tärkeää tämä on, ja kuinka hyvin se toimii tänään?",
        "Hur viktigt är detta, och hur väl fungerar det i dag?",
        "How important is this, and how well does it work today?",
    )
    hint = _say(
        "1 = ei lainkaan, 5 = erittäin. Jätä tyhjäksi, jos et osaa sanoa.",
        "1 = inte alls, 5 = mycket. Lämna tomt om du inte kan säga.",
        "1 = not at all, 5 = very. Leave a row empty when you cannot say.",
    )
    name = _say(
        "Mikä on tärkeää ja miten se toimii", "Vad som är viktigt och hur det fungerar", "What matters and how it works"
    )
    return PlannedSection(name, questions=[PlannedQuestion("needs", Type.MATRIX, label, hint, choices=items)])


def _own_words() -> PlannedSection:
    rows = (
        ("works-today", "Mikä toimii tänään hyvin perheiden kohtaamisessa?", "Vad fungerar i dag bra i mötet med familjerna?", "What works well today in meeting families?"),
        ("hardest", "Mikä on vaikeinta?", "Vad är svårast?", "What is hardest?"),
        ("develop", "Mitä pitäisi kehittää ensimmäiseksi, ja kenen kanssa?", "Vad borde utvecklas först, och med vem?", "What should be developed first, and with whom?"),
    )  # fmt: skip
    hint = _say("Älä kirjoita kenenkään nimeä.", "Skriv ingens namn.", "Write nobody's name.")
    questions = [PlannedQuestion(code, Type.TEXT, _say(*words), hint) for code, *words in rows]
    return PlannedSection(_say("Omin sanoin", "Med egna ord", "In your own words"), questions=questions)


def feedback() -> Plan:
    """A feedback survey after a day: two scales, what helped, what next."""
    ends = {
        "low": 1,
        "high": 5,
        "low_label": _say("ei lainkaan", "inte alls", "not at all").to_json(),
        "high_label": _say("erittäin", "mycket", "very").to_json(),
    }
    about = _say(
        "Kerro, miten päivä onnistui. Vastaaminen vie kaksi minuuttia.",
        "Berätta hur dagen lyckades. Det tar två minuter att svara.",
        "Tell how the day went. Answering takes two minutes.",
    )
    helped = _choices(
        ("ideas", "Uudet ideat", "Nya idéer", "New ideas"),
        ("people", "Uudet tuttavuudet", "Nya bekantskaper", "New people"),
        ("practices", "Muiden hyvät käytännöt", "Andras goda praxis", "Good practices of others"),
        ("time", "Aika ajatella", "Tid att tänka", "Time to think"),
    )
    questions = [
        PlannedQuestion("useful", Type.SCALE, _say("Kuinka hyödyllinen päivä oli työllesi?", "Hur nyttig var dagen för ditt arbete?", "How useful was the day for your work?"), is_required=True, settings=dict(ends)),
        PlannedQuestion("heard", Type.SCALE, _say("Tulitko kuulluksi ryhmässäsi?", "Blev du hörd i din grupp?", "Were you heard in your group?"), settings=dict(ends)),
        PlannedQuestion("helped", Type.SEVERAL, _say("Mitä sait mukaasi?", "Vad fick du med dig?", "What did you take with you?"), settings={"has_other": True}, choices=helped),
        PlannedQuestion("next", Type.TEXT, _say("Mitä pitäisi tehdä seuraavaksi?", "Vad borde göras härnäst?", "What should be done next?")),
        PlannedQuestion("better", Type.TEXT, _say("Mitä tekisimme ensi kerralla toisin?", "Vad borde vi göra annorlunda nästa gång?", "What should we do differently next time?")),
    ]  # fmt: skip
    texts = {
        "about": about,
        "thanks": _say("Kiitos palautteestasi!", "Tack för din respons!", "Thank you for your feedback!"),
        "privacy": PRIVACY,
    }
    return Plan(list(LANGUAGES), texts, [PlannedSection(questions=questions)])
