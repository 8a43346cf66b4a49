"""The rooms of the house, from the ground up; pyproject.toml says which floor each stands on."""

GROUND = ("foundation", "ui", "live", "search", "arc", "people", "vocabulary")
SUBJECTS = (
    "needs",
    "catalogue",
    "innovation",
    "adoption",
    "exchange",
    "rubrics",
    "calls",
    "submissions",
    "panel",
    "assessment",
    "decisions",
    "following",
    "opendata",
    "home",
)
ROOMS = (*GROUND, *SUBJECTS)
