"""Every module whose acts a day takes: importing this one makes them known."""

from . import choosing, epics, files, groups, ideas, moderation, programme, steering, weighing  # noqa: F401
