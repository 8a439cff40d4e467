"""Ask the Danish business register (CVR) about a company, through its search API."""

import json
from dataclasses import dataclass
from typing import Any

import requests
import structlog

from portal.config import Settings
from providers.approval.cases.checks import CvrAnswer, CvrFacts

log = structlog.get_logger("portal")
SECONDS = 3
LARGEST_ANSWER = 1_000_000
PATH = "/cvr-permanent/virksomhed/_search"
STATUS = "Vrvirksomhed.virksomhedMetadata.sammensatStatus"
ENDED = "Vrvirksomhed.livsforloeb"
# What the register calls a company that is alive and in order.
IN_ORDER = frozenset({"NORMAL", "Aktiv"})
# What it calls one that is alive and yet on its way to an end.
ENDING = frozenset(
    {
        "UNDERKONKURS",
        "UNDERTVANGSOPLOESNING",
        "UNDERREKONSTRUKTION",
        "UNDERFRIVILLIGLIKVIDATION",
        "UNDERREASSUMERING",
    }
)


class _NotUnderstood(Exception):
    """The register answered something else than what it documents."""


@dataclass(frozen=True, slots=True)
class CvrRegister:
    """The register's search API, with the credentials that the operator has been given."""

    base: str
    user: str
    password: str

    def look_up(self, cvr: str) -> CvrFacts:
        """Say what the register says of a CVR number; its silence is no fault of the actor."""
        try:
            found = _hits(self._ask(cvr))
            return _facts(found[0]) if found else CvrFacts(CvrAnswer.UNKNOWN)
        except (requests.RequestException, _NotUnderstood, json.JSONDecodeError) as error:
            log.warning("cvr", outcome=type(error).__name__)
            return CvrFacts(CvrAnswer.SILENT)

    def _ask(self, cvr: str) -> Any:
        question: Any = {
            "_source": [STATUS, ENDED],
            "size": 1,
            "query": {"term": {"Vrvirksomhed.cvrNummer": int(cvr)}},
        }
        with requests.Session() as http:
            http.trust_env = False  # or the password could be replaced by one of a .netrc
            http.auth = (self.user, self.password)
            answer = http.post(
                f"{self.base.rstrip('/')}{PATH}", json=question, timeout=SECONDS, allow_redirects=False
            )
            if answer.status_code != requests.codes.ok or len(answer.content) > LARGEST_ANSWER:
                raise _NotUnderstood
            return answer.json()


def register_of(settings: Settings) -> CvrRegister | None:
    """Give the register that the installation may ask, if it has been given credentials."""
    if not (settings.cvr_url and settings.cvr_user and settings.cvr_password):
        return None
    return CvrRegister(settings.cvr_url, settings.cvr_user, settings.cvr_password)


def _hits(answer: Any) -> list[Any]:
    try:
        return [each["_source"]["Vrvirksomhed"] for each in answer["hits"]["hits"]]
    except (KeyError, TypeError):
        raise _NotUnderstood from None


def _facts(company: Any) -> CvrFacts:
    try:
        status = str(company["virksomhedMetadata"]["sammensatStatus"])
        has_ended = bool(company["livsforloeb"]) and all(
            each["periode"]["gyldigTil"] is not None for each in company["livsforloeb"]
        )
    except (KeyError, TypeError):
        raise _NotUnderstood from None
    is_active = not has_ended and (status in IN_ORDER or status in ENDING)
    return CvrFacts(
        CvrAnswer.FOUND, status[:40], is_active=is_active, is_solvent=is_active and status in IN_ORDER
    )
