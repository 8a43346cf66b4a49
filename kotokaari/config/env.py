"""Reading the environment. Every setting a house can have is read through here."""

import os
from pathlib import Path

TRUE = {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    """The setting KOTOKAARI_<name>, or the default."""
    return os.environ.get(f"KOTOKAARI_{name}", default)


def flag(name: str, default: bool = False) -> bool:
    """True when KOTOKAARI_<name> is 1, true, yes or on."""
    value = os.environ.get(f"KOTOKAARI_{name}")
    return default if value is None else value.strip().lower() in TRUE


def listed(name: str, default: str = "") -> list[str]:
    """The comma-separated values of KOTOKAARI_<name>."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def number(name: str, default: int) -> int:
    """KOTOKAARI_<name> as a whole number. Raises ValueError naming the setting."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ValueError(f"KOTOKAARI_{name} must be a whole number, not {value!r}") from error


def data_dir() -> Path:
    """Where this house keeps its files: KOTOKAARI_DATA, else ./kotokaari-data."""
    return Path(text("DATA", "kotokaari-data")).absolute()
