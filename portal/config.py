"""The portal's settings: read once from the environment, each with its meaning in docs/operations.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """A setting has a value that the portal cannot use; the text says which and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation can choose."""

    data_dir: Path
    database_url: str
    port: int
    web_workers: int
    page_cache_mb: int
    demonstration: bool
    authority_name: str
    contact_email: str
    log_level: str

    @property
    def index_dir(self) -> Path:
        """Give the folder of the text index."""
        return self.data_dir / "index"


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read the settings from the environment; raise SettingsError where one is unusable."""
    data_dir = Path(environ.get("PORTAL_DATA_DIR") or "var").resolve()
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(environ.get("DATABASE_URL") or "", data_dir),
        port=_whole_number(environ, "PORT", default=8000, least=1, most=65535),
        web_workers=_whole_number(environ, "WEB_WORKERS", default=2, least=1, most=64),
        page_cache_mb=_whole_number(environ, "PORTAL_PAGE_CACHE_MB", default=32, least=0, most=4096),
        demonstration=_yes_or_no(environ, "PORTAL_DEMONSTRATION"),
        authority_name=environ.get("PORTAL_AUTHORITY_NAME", "").strip(),
        contact_email=environ.get("PORTAL_CONTACT_EMAIL", "").strip(),
        log_level=_one_of(environ, "PORTAL_LOG_LEVEL", ("info", "debug", "warning", "error")),
    )


def _database_url(given: str, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'portal.sqlite3'}"
    scheme, separator, rest = given.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and separator:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and separator:
        return given
    raise SettingsError("DATABASE_URL must begin with postgresql:// or sqlite:///.")


def _whole_number(environ: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise SettingsError(f"{name} must be a whole number from {least} to {most}, not {text!r}.")


def _yes_or_no(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip()
    if text not in ("", "0", "1"):
        raise SettingsError(f"{name} must be 1 (yes) or 0 (no), not {text!r}.")
    return text == "1"


def _one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = environ.get(name, "").strip().lower() or choices[0]
    if text not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(choices)}, not {text!r}.")
    return text
