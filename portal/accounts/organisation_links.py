"""Links of invitations to act for an organisation, computed as those of portal/accounts/links.py are."""

import hmac
import re

from sqlalchemy.orm import Session

from portal.keys import keyed_hash
from portal.state import portal
from providers.organisations.invitations import InvitationNotUsable, is_usable, require_usable
from providers.organisations.models import Invitation

# A letter tells these tokens from those of links that belong to a user (portal/accounts/links.py).
TOKEN = re.compile(r"a([0-9]{1,9})-[0-9a-f]{64}", re.ASCII)
USE = "act_for_organisation"


def address_of_invitation(session: Session, invitation_id: int) -> str | None:
    """Give the whole address of an invitation, at the moment its mail goes out; None when it is over."""
    state = portal()
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or state.keys is None or not is_usable(invitation, state.now()):
        return None
    return f"{state.settings.address}/invitations/{token_of(invitation, state.keys.links)}"


def token_of(invitation: Invitation, key: bytes) -> str:
    """Compute an invitation's token: its number, and a hash that only this installation can make."""
    return f"a{invitation.id}-{keyed_hash(key, str(invitation.id), USE, invitation.nonce)}"


def is_to_organisation(token: str) -> bool:
    """Say whether a token has the shape of one that invites to act for an organisation."""
    return TOKEN.fullmatch(token) is not None


def get_invitation_of(session: Session, token: str) -> Invitation:
    """Give the invitation that a token stands for while it works, or raise InvitationNotUsable."""
    shape, keys = TOKEN.fullmatch(token), portal().keys
    known = session.get(Invitation, int(shape[1])) if shape else None
    if known is None or keys is None or not hmac.compare_digest(token_of(known, keys.links), token):
        raise InvitationNotUsable("unknown")
    require_usable(known, portal().now())
    return known
