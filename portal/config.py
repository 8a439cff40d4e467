"""The portal's settings: read once from the environment, each with its meaning in docs/operations.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from providers.courses.choice_rules import ChoiceRules
from providers.courses.rule_files import DEMONSTRATION, TRIAL, RulesNotReadable, our_rules, rules_of_file
from providers.reference.lists import problem_with

SHORTEST_SECRET = 32
# Only for demonstrations, which hold nobody's facts and refuse to start beside a real setting.
SECRET_OF_DEMONSTRATIONS = "everybody may know the secret of a demonstration"  # noqa: S105 - see above
INVENTED_BODY = "Det Opdigtede Klagenævn"
INVENTED_WAY = "Nævnet findes kun for at vise portalen."
JOBINDSATS = "https://api.jobindsats.dk/v3"
MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")


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
    address: str
    proxies: int
    mail_from: str
    brokers_file: Path | None
    code_lists: Path | None
    choice_rules: ChoiceRules
    jobindsats_url: str
    cvr_url: str
    cvr_user: str
    complaint_body: str
    complaint_how: str
    complaint_days: int
    days_to_decide: int
    clamd: str
    secret_key: str = field(repr=False)
    citizen_client_secret: str = field(repr=False)
    staff_client_secret: str = field(repr=False)
    smtp_url: str = field(repr=False)
    jobindsats_token: str = field(repr=False)
    cvr_password: str = field(repr=False)

    @property
    def sign_in_is_open(self) -> bool:
        """Say whether people can sign in: that takes a secret, and an address for links to lead to."""
        return bool(self.secret_key and self.address)

    @property
    def index_dir(self) -> Path:
        """Give the folder of the text index."""
        return self.data_dir / "index"


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read the settings from the environment; raise SettingsError where one is unusable."""
    data_dir = Path(environ.get("PORTAL_DATA_DIR") or "var").resolve()
    demonstration = _yes_or_no(environ, "PORTAL_DEMONSTRATION")
    if demonstration:
        _refuse_beside_demonstration(environ)
    port = _whole_number(environ, "PORT", default=8000, least=1, most=65535)
    brokers = environ.get("PORTAL_BROKERS", "").strip()
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(environ.get("DATABASE_URL") or "", data_dir),
        port=port,
        web_workers=_whole_number(environ, "WEB_WORKERS", default=2, least=1, most=64),
        page_cache_mb=_whole_number(environ, "PORTAL_PAGE_CACHE_MB", default=32, least=0, most=4096),
        demonstration=demonstration,
        authority_name=environ.get("PORTAL_AUTHORITY_NAME", "").strip(),
        contact_email=environ.get("PORTAL_CONTACT_EMAIL", "").strip(),
        log_level=_one_of(environ, "PORTAL_LOG_LEVEL", ("info", "debug", "warning", "error")),
        address=f"http://127.0.0.1:{port}" if demonstration else _address(environ),
        proxies=_whole_number(environ, "PORTAL_PROXIES", default=0, least=0, most=5),
        mail_from=environ.get("PORTAL_MAIL_FROM", "").strip() or "portal@localhost",
        brokers_file=Path(brokers).resolve() if brokers else None,
        code_lists=_code_lists(environ),
        choice_rules=_choice_rules(environ, demonstration=demonstration),
        secret_key=_secret(environ) or (SECRET_OF_DEMONSTRATIONS if demonstration else ""),
        citizen_client_secret=environ.get("PORTAL_CITIZEN_CLIENT_SECRET", ""),
        staff_client_secret=environ.get("PORTAL_STAFF_CLIENT_SECRET", ""),
        smtp_url=_smtp_url(environ),
        jobindsats_url=_service_url(environ, "PORTAL_JOBINDSATS_URL", JOBINDSATS),
        jobindsats_token=environ.get("PORTAL_JOBINDSATS_TOKEN", "").strip(),
        cvr_url=_service_url(environ, "PORTAL_CVR_URL", ""),
        cvr_user=environ.get("PORTAL_CVR_USER", "").strip(),
        complaint_body=environ.get("PORTAL_COMPLAINT_BODY", "").strip()
        or (INVENTED_BODY if demonstration else ""),
        complaint_how=environ.get("PORTAL_COMPLAINT_HOW", "").strip()
        or (INVENTED_WAY if demonstration else ""),
        complaint_days=_whole_number(environ, "PORTAL_COMPLAINT_DAYS", default=0, least=0, most=365),
        days_to_decide=_whole_number(environ, "PORTAL_DAYS_TO_DECIDE", default=30, least=1, most=250),
        clamd=_clamd(environ),
        cvr_password=environ.get("PORTAL_CVR_PASSWORD", ""),
    )


def _refuse_beside_demonstration(environ: Mapping[str, str]) -> None:
    """Stop a demonstration, in which anybody may sign in as anybody, from standing where real people go."""
    for name in ("PORTAL_ADDRESS", "PORTAL_BROKERS", "PORTAL_SMTP_URL"):
        if environ.get(name, "").strip():
            raise SettingsError(
                f"PORTAL_DEMONSTRATION=1 lets anybody sign in as invented people, so it can't stand beside "
                f"{name}. Take one of the two away."
            )


def _address(environ: Mapping[str, str]) -> str:
    """Read where people find the portal; mails and brokers lead back there, so it must be exact."""
    text = environ.get("PORTAL_ADDRESS", "").strip().rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if not (parts.scheme == "https" or local) or not parts.hostname or parts.path or parts.query:
        raise SettingsError(
            "PORTAL_ADDRESS must be where people find the portal, such as https://portal.example, "
            f"with nothing after the host; http is only for this machine. It is {text!r}."
        )
    return text


def _secret(environ: Mapping[str, str]) -> str:
    text = environ.get("PORTAL_SECRET_KEY", "").strip()
    if text and len(text) < SHORTEST_SECRET:
        raise SettingsError(
            f"PORTAL_SECRET_KEY must have {SHORTEST_SECRET} characters or more. "
            "This makes one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return text


def _smtp_url(environ: Mapping[str, str]) -> str:
    text = environ.get("PORTAL_SMTP_URL", "").strip()
    if text and (urlsplit(text).scheme not in MAIL_SCHEMES or not urlsplit(text).hostname):
        raise SettingsError("PORTAL_SMTP_URL must be smtp://, smtp+starttls:// or smtps:// and a host.")
    return text


def _clamd(environ: Mapping[str, str]) -> str:
    """Read where the scanner listens: host:port, or the path of a socket."""
    text = environ.get("PORTAL_CLAMD", "").strip()
    host, _colon, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host and port.isascii() and port.isdigit()):
        raise SettingsError(
            f"PORTAL_CLAMD must be host:port, such as 127.0.0.1:3310, or a socket's path; it is {text!r}."
        )
    return text


def _code_lists(environ: Mapping[str, str]) -> Path | None:
    """Read which folder has code lists that stand instead of the project's own."""
    text = environ.get("PORTAL_CODE_LISTS", "").strip()
    if not text:
        return None
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise SettingsError(f"PORTAL_CODE_LISTS must be a folder; there is none at {text!r}.")
    if (problem := problem_with(folder)) is not None:
        raise SettingsError(f"PORTAL_CODE_LISTS can't be {text!r}: {problem}.")
    return folder


def _choice_rules(environ: Mapping[str, str], *, demonstration: bool) -> ChoiceRules:
    """Read who has a free choice: by the installation's own file, or else by ours."""
    text = environ.get("PORTAL_CHOICE_RULES", "").strip()
    if not text:
        return our_rules(DEMONSTRATION if demonstration else TRIAL)
    try:
        return rules_of_file(Path(text).resolve())
    except RulesNotReadable as error:
        raise SettingsError(f"PORTAL_CHOICE_RULES can't be {text!r}: {error}.") from None


def _service_url(environ: Mapping[str, str], name: str, usual: str) -> str:
    """Read where a service answers; a secret travels there, so only this machine may be asked in the open."""
    text = environ.get(name, "").strip().rstrip("/") or usual
    if not text:
        return ""
    parts = urlsplit(text)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if not (parts.scheme == "https" or local) or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(
            f"{name} must be where the API answers, such as {usual or 'https://cvr.example'}; it is {text!r}."
        )
    return text


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
