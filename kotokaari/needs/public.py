"""What other rooms may use of surveys."""

from .answering.public import answers_counted, open_address
from .answering.taking import take_responses
from .logic.withholding import tellable
from .making.actions.life import close_survey, open_survey, set_survey_times
from .making.actions.making import create_survey
from .making.plan import Plan, PlannedChoice, PlannedQuestion, PlannedSection
from .making.starting import feedback as feedback_plan
from .making.starting import preliminary as preliminary_plan
from .models import Survey, Theme
from .results.actions import set_sizes
from .results.coding import approve_quotation, code_answer, make_code, quote
from .results.public import answers_told, chosen_themes, open_answers, publish_chosen_themes
from .results.theming import KIND as THEME_KIND
from .results.theming import add_evidence, choose_theme, describe_theme, make_theme

__all__ = [
    "THEME_KIND",
    "Plan",
    "PlannedChoice",
    "PlannedQuestion",
    "PlannedSection",
    "Survey",
    "Theme",
    "add_evidence",
    "answers_counted",
    "answers_told",
    "approve_quotation",
    "choose_theme",
    "chosen_themes",
    "close_survey",
    "code_answer",
    "create_survey",
    "describe_theme",
    "feedback_plan",
    "make_code",
    "make_theme",
    "open_address",
    "open_answers",
    "open_survey",
    "preliminary_plan",
    "publish_chosen_themes",
    "quote",
    "set_sizes",
    "set_survey_times",
    "take_responses",
    "tellable",
]
