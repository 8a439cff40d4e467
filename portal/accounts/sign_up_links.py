"""Links with which somebody confirms a sign-up, computed as those of portal/accounts/links.py are."""

import hmac
import re

from sqlalchemy.orm import Session

from portal.keys import keyed_hash
from portal.locale import NATIONAL_LANGUAGE
from portal.state import portal
from providers.organisations.models import SignUp
from providers.organisations.sign_ups import SignUpNotUsable, is_usable, require_usable

TOKEN = re.compile(r"s([0-9]{1,9})-[0-9a-f]{64}", re.ASCII)
USE = "sign_up"


def address_of_sign_up(session: Session, sign_up_id: int) -> str | None:
    """Give the whole address of a sign-up, at the moment its mail goes out; None when it is over."""
    state = portal()
    asked = session.get(SignUp, sign_up_id)
    if asked is None or state.keys is None or not is_usable(asked, state.now()):
        return None
    prefix = "" if asked.language == NATIONAL_LANGUAGE else f"/{asked.language}"
    return f"{state.settings.address}{prefix}/sign-up/{token_of(asked, state.keys.links)}"


def token_of(asked: SignUp, key: bytes) -> str:
    """Compute a sign-up's token: its number, and a hash that only this installation can make."""
    return f"s{asked.id}-{keyed_hash(key, str(asked.id), USE, asked.nonce)}"


def get_sign_up(session: Session, token: str) -> SignUp:
    """Give the sign-up that a token stands for while it works, or raise SignUpNotUsable."""
    shape, keys = TOKEN.fullmatch(token), portal().keys
    known = session.get(SignUp, int(shape[1])) if shape else None
    if known is None or keys is None or not hmac.compare_digest(token_of(known, keys.links), token):
        raise SignUpNotUsable("unknown")
    require_usable(known, portal().now())
    return known
