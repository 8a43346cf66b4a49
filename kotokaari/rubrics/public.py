"""What other rooms may use of rubrics."""

from .cccev import export_rubric
from .content import content_of
from .loading import load_house_rubrics
from .models import HIGHEST, LOWEST, Criterion, Crosswalk, Gate, Rubric
from .queries import in_force
from .registries import register_rubric_section
from .wording import fields_read

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Criterion",
    "Crosswalk",
    "Gate",
    "Rubric",
    "content_of",
    "export_rubric",
    "fields_read",
    "in_force",
    "load_house_rubrics",
    "register_rubric_section",
]
