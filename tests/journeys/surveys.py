"""Run as a program: makes an open survey in a house and prints its key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.houses import house_environment

from .days import KEY


def make_survey(data: Path, address: str) -> str:
    """An open survey with every type of question, in Finnish, English and Arabic; its key."""
    command = [sys.executable, "-m", "tests.journeys.surveys"]
    settings = {**KEY, "KOTOKAARI_BASE_URL": address, "DJANGO_SETTINGS_MODULE": "kotokaari.config.settings"}
    told = subprocess.run(command, env=house_environment(data, **settings), check=True, stdout=subprocess.PIPE).stdout
    return told.decode().split()[-1]


def _main() -> None:
    import django

    django.setup()
    from kotokaari.foundation.text import TranslatedText
    from kotokaari.needs.models import Question
    from kotokaari.needs.tests.factories import SectionFactory, a_question, a_survey
    from kotokaari.people.tests.factories import PlaceFactory

    def said(fi: str, en: str, ar: str) -> TranslatedText:
        return TranslatedText.of("fi", fi, en=en, ar=ar)

    PlaceFactory(code="fi:092", level="municipality", name_fi="Vantaa", name_sv="Vanda", name_en="Vantaa")
    survey = a_survey(name=said("Mikä auttaa?", "What helps?", "ما الذي يساعد؟"), languages=["fi", "en", "ar"])
    first, second = survey.sections.get(), SectionFactory(survey=survey, order=2)
    a_question(first, "home", Question.Type.ONE, ("yes", "no"), order=5)
    a_question(first, "visits", Question.Type.TEXT, order=6, condition={"question": "home", "is": "yes"})
    a_question(first, "years", Question.Type.NUMBER, order=7)
    a_question(second, "many", Question.Type.SEVERAL, "abc", order=1, settings={"has_other": True})
    a_question(second, "sure", Question.Type.SCALE, order=2, settings={"low": 0, "high": 10})
    a_question(second, "order", Question.Type.RANKING, "abc", order=3)
    print(survey.key)


if __name__ == "__main__":
    _main()
