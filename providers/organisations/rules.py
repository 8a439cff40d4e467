"""Decide whether an organisation is identified correctly."""

import re
from collections.abc import Container

from stdnum.dk import cvr as cvr_number

from providers.organisations.models import OrganisationKind

CVR_DIGITS = 8
PREFIX_OF_KIND = {
    OrganisationKind.MUNICIPALITY: "municipality",
    OrganisationKind.UNEMPLOYMENT_FUND: "unemployment_fund",
    OrganisationKind.PRIVATE_ADVISER: "cvr",
    OrganisationKind.OTHER: "cvr",
}


def is_cvr(number: str) -> bool:
    """Say whether a number is eight digits whose check digit is right (modulus 11).

    A leading 0 passes: it is never issued, which is what makes it fit for simulated actors.
    """
    if re.fullmatch(r"[0-9]{8}", number) is None or number == "0" * CVR_DIGITS:
        return False
    return cvr_number.checksum(number) == 0


def is_simulated_cvr(number: str) -> bool:
    """Say whether a CVR number is one that is never issued."""
    return number.startswith("0")


def is_simulated_municipality_code(code: str) -> bool:
    """Say whether a municipality code is invented: the real ones begin at 101."""
    return re.fullmatch(r"0[0-9]{2}", code) is not None and code != "000"


def is_slug(text: str) -> bool:
    """Say whether a text can stand in an address: a-z, 0-9 and single hyphens, 80 at the most."""
    return len(text) <= 80 and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def problem_with_cvr(number: str, *, simulated: bool) -> str | None:
    """Say why a number cannot identify an actor, or nothing when it can."""
    if re.fullmatch(r"[0-9]{8}", number) is None or number == "0" * CVR_DIGITS:
        return "a CVR number has eight digits, not all of them 0"
    if not is_cvr(number):
        return "the CVR number's check digit is wrong"
    if simulated and not is_simulated_cvr(number):
        return "a simulated organisation must have a CVR number that begins with 0, which is never issued"
    if is_simulated_cvr(number) and not simulated:
        return "a CVR number that begins with 0 is never issued, so the organisation must be marked simulated"
    return None


def problem_with_municipality_code(code: str, *, simulated: bool, known: Container[str]) -> str | None:
    """Say why a code cannot identify a municipal unit, or nothing when it can; `known` are the real codes."""
    if is_simulated_municipality_code(code):
        return None if simulated else "codes 001-099 are invented: the organisation must be marked simulated"
    if code not in known:
        return "there is no municipality with this code"
    if simulated:
        return "a simulated organisation must have a code from 001 to 099, which no municipality has"
    return None


def problem_with_key(
    key: str, *, kind: OrganisationKind, slug: str, simulated: bool, municipalities: Container[str]
) -> str | None:
    """Say why a key such as `cvr:01234567` cannot identify an organisation, or nothing when it can."""
    prefix, _, identifier = key.partition(":")
    if prefix != PREFIX_OF_KIND[kind]:
        return f"the key of an organisation of this kind begins with {PREFIX_OF_KIND[kind]}:"
    if kind is OrganisationKind.MUNICIPALITY:
        return problem_with_municipality_code(identifier, simulated=simulated, known=municipalities)
    if kind is OrganisationKind.UNEMPLOYMENT_FUND:
        return None if identifier == slug else "the key of an unemployment fund ends with its slug"
    return problem_with_cvr(identifier, simulated=simulated)
