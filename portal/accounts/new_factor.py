"""A second factor that is being set up: its secret, sealed in the cookie until it has been shown to work."""

import secrets
from dataclasses import dataclass

import pyotp
import segno
from flask import session
from markupsafe import Markup

from portal.accounts.sealing import hash_of_code, seal, unseal
from portal.locale import gettext as _
from providers.people.second_factors import RECOVERY_CODES

CANDIDATE = "new_factor"
CODES = "new_codes"
# No I, O, 0 or 1, which look alike on paper; twelve of these signs are 60 bits.
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
GROUP = 4


@dataclass(frozen=True, slots=True)
class NewFactor:
    """What somebody needs to put a secret into their app."""

    secret: str
    address: str
    picture: Markup

    @property
    def groups(self) -> str:
        """Write the secret as it is easily copied by hand."""
        return _in_groups(self.secret, " ")


def new_factor(email: str) -> NewFactor:
    """Give the second factor that is being set up in this browser; the first time a new one is made."""
    secret = candidate()
    if secret is None:
        secret = pyotp.random_base32()
        session[CANDIDATE] = seal(secret)
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_("Find hjælp til job"))
    drawing = segno.make(address, error="m").svg_inline(omitsize=True, border=4)
    picture = Markup(drawing)  # noqa: S704 - segno draws squares; nothing of the text stands in the picture
    return NewFactor(secret, address, picture)


def candidate() -> str | None:
    """Give the secret that is being set up in this browser."""
    sealed = session.get(CANDIDATE)
    return unseal(sealed) if sealed else None


def forget_candidate() -> None:
    """Begin with another secret the next time."""
    session.pop(CANDIDATE, None)


def fresh_codes(user_id: int) -> tuple[list[str], list[str]]:
    """Make recovery codes; give them as they are shown and as they are kept."""
    made = ["".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH)) for _code in range(RECOVERY_CODES)]
    return made, [hash_of_code(user_id, code) for code in made]


def show_codes(made: list[str]) -> None:
    """Have new codes shown on the next page, which is the only time that anybody sees them."""
    session[CODES] = seal(" ".join(made))


def codes_to_show() -> list[str]:
    """Give the codes that are to be shown in this browser."""
    opened = unseal(session.get(CODES, "")) or ""
    return [_in_groups(code, "-") for code in opened.split()]


def forget_codes() -> None:
    """Show the codes no more."""
    session.pop(CODES, None)


def _in_groups(text: str, between: str) -> str:
    return between.join(text[start : start + GROUP] for start in range(0, len(text), GROUP))
