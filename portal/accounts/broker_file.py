"""Read the file that describes the brokers, once, at the start; refuse what can't be used in sentences."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.accounts.brokers import Audience, Broker, Brokers, ClaimMap
from portal.config import Settings, SettingsError
from portal.locale import LANGUAGES
from providers.organisations.rules import is_cvr

SECRET_SETTINGS = {
    Audience.CITIZEN: "PORTAL_CITIZEN_CLIENT_SECRET",
    Audience.STAFF: "PORTAL_STAFF_CLIENT_SECRET",
}
# What the portal itself says to a broker at each sign-in.
OURS = frozenset(
    {"client_id", "code_challenge", "code_challenge_method", "nonce", "prompt", "redirect_uri", "request",
     "request_uri", "response_mode", "response_type", "scope", "state", "ui_locales"}
)  # fmt: skip
CPR = re.compile(r"cpr|ssn", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the file; what is wrong with it is noted in `faults`, a sentence each."""

    place: str
    values: Mapping[str, Any]
    faults: list[str] = field(default_factory=list)

    def text(self, key: str, *, needed: bool = True) -> str:
        """Read a text."""
        value = self.values.get(key, "")
        if isinstance(value, str) and (value.strip() or not needed):
            return value.strip()
        self.fault(f"{key} must be a text that is not empty.")
        return ""

    def texts(self, key: str) -> frozenset[str]:
        """Read a list of texts."""
        value = self.values.get(key)
        if isinstance(value, list) and value and all(isinstance(one, str) and one for one in value):
            return frozenset(value)
        self.fault(f'{key} must be a list of texts, such as ["one", "another"].')
        return frozenset()

    def part(self, key: str) -> "Part":
        """Read a table within this one; one that isn't there is empty."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.fault(f"{key} must be a table.")
            value = {}
        return Part(f"{self.place}.{key}", value, self.faults)

    def refuse_others(self, *known: str) -> None:
        """Refuse keys that nobody reads, since a misspelt one would silently do nothing."""
        for key in sorted(set(self.values) - set(known)):
            self.fault(f"{key} is not known here; known are {', '.join(known)}.")

    def fault(self, sentence: str) -> None:
        """Note what is wrong."""
        self.faults.append(f"[{self.place}] {sentence}")


def brokers_from(settings: Settings) -> Brokers:
    """Read the brokers that the settings name, if any; raise SettingsError with all that is wrong."""
    if settings.brokers_file is None:
        return Brokers()
    if not settings.sign_in_is_open:
        raise SettingsError("PORTAL_BROKERS takes PORTAL_ADDRESS and PORTAL_SECRET_KEY as well.")
    whole = Part("file", _contents(settings.brokers_file))
    whole.refuse_others(*Audience)
    if not whole.values:
        whole.fault("a broker is described under [citizen], [staff] or both.")
    found = {
        audience: _broker(audience, whole.values[audience], _secret(settings, audience), whole.faults)
        for audience in Audience
        if audience in whole.values
    }
    if whole.faults:
        raise SettingsError(f"PORTAL_BROKERS, {settings.brokers_file.name}: {' '.join(whole.faults)}")
    return Brokers(found.get(Audience.CITIZEN), found.get(Audience.STAFF))


def _contents(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"PORTAL_BROKERS names {path}, which can't be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"PORTAL_BROKERS, {path.name}, is not TOML: {error}.") from error


def _secret(settings: Settings, audience: Audience) -> str:
    return settings.citizen_client_secret if audience is Audience.CITIZEN else settings.staff_client_secret


def _broker(audience: Audience, values: object, secret: str, faults: list[str]) -> Broker:
    part = Part(audience, values if isinstance(values, dict) else {}, faults)
    known = ["name", "issuer", "client_id", "scopes", "userinfo", "acr_values", "parameters", "claims"]
    known += ["required"] + (["authority_cvr"] if audience is Audience.STAFF else [])
    part.refuse_others(*known)
    if not secret:
        part.fault(f"the client's secret must stand in {SECRET_SETTINGS[audience]}, never in this file.")
    return Broker(
        audience=audience,
        names=_names(part.part("name")),
        issuer=_issuer(part),
        client_id=part.text("client_id"),
        scopes=_scopes(part),
        parameters=_parameters(part),
        asks_userinfo=_yes_or_no(part, "userinfo"),
        claims=_claims(part, audience),
        authority_cvr=_authority_cvr(part) if audience is Audience.STAFF else "",
        client_secret=secret,
    )


def _names(part: Part) -> dict[str, str]:
    """Read what stands on the button, in each language."""
    part.refuse_others(*LANGUAGES)
    return {language: part.text(language) for language in LANGUAGES}


def _issuer(part: Part) -> str:
    issuer = part.text("issuer")
    parts = urlsplit(issuer)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if issuer and (not (parts.scheme == "https" or local) or not parts.hostname or parts.query):
        part.fault("issuer must be the broker's https address; http is only for this machine.")
    return issuer


def _scopes(part: Part) -> str:
    scopes = part.text("scopes").split()
    if scopes and "openid" not in scopes:
        part.fault("scopes must hold openid.")
    for scope in scopes:
        _refuse_cpr(part, scope)
    return " ".join(scopes)


def _parameters(part: Part) -> dict[str, str]:
    """Read what else is said to the broker, such as which of its ways to offer."""
    more = part.part("parameters")
    found = {key: more.text(key) for key in more.values}
    if part.text("acr_values", needed=False):
        found["acr_values"] = part.text("acr_values")
    for key, value in found.items():
        if key in OURS:
            more.fault(f"{key} is what the portal itself says; take it away.")
        _refuse_cpr(more, key)
        _refuse_cpr(more, value)
    return found


def _claims(part: Part, audience: Audience) -> ClaimMap:
    claims, required = part.part("claims"), part.part("required")
    staff = audience is Audience.STAFF
    claims.refuse_others("subject", "level", "levels", *(("name", "email", "cvr") if staff else ()))
    found = ClaimMap(
        subject=claims.text("subject"),
        level=claims.text("level"),
        levels=claims.texts("levels"),
        name=claims.text("name", needed=False) if staff else "",
        email=claims.text("email", needed=False) if staff else "",
        cvr=claims.text("cvr") if staff else "",
        required={name: required.texts(name) for name in required.values},
    )
    for name in (found.subject, found.level, found.name, found.email, found.cvr, *found.required):
        _refuse_cpr(claims, name)
    return found


def _refuse_cpr(part: Part, text: str) -> None:
    """Keep the portal from ever asking for anybody's CPR number."""
    if CPR.search(text):
        part.fault(f"{text!r} would bring people's CPR numbers here; the portal never asks for them.")


def _authority_cvr(part: Part) -> str:
    """Read the number with which everybody in the authority comes."""
    number = part.text("authority_cvr")
    if number and not is_cvr(number):
        part.fault("authority_cvr must be a CVR number: eight digits, the last of which checks the others.")
    return number


def _yes_or_no(part: Part, key: str) -> bool:
    value = part.values.get(key, False)
    if not isinstance(value, bool):
        part.fault(f"{key} must be true or false.")
    return bool(value)
