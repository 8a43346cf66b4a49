"""A file of any kind that is known, as a plan."""

from __future__ import annotations

from ..making.plan import Plan
from .opening import kind_of


def plan_from_file(file: str, data: bytes) -> Plan:
    """The survey in a file: XLSForm, SurveyJS or LimeSurvey, told by what is in it. Raises BadInput."""
    kind = kind_of(file, data)
    if kind == "xlsx":
        from .xlsform_in import plan_from
    elif kind == "json":
        from .surveyjs import plan_from
    else:
        from .limesurvey import plan_from
    return plan_from(file, data)
