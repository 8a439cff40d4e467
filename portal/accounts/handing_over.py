"""Say how an invitation reaches somebody where no mail goes out: whoever runs the portal gives a link."""

from portal.accounts.passwords import mails_go_out
from portal.locale import gettext as _


def said_of_invitation(sent: str, name: str, email: str) -> tuple[str, str]:
    """Give the sentence of an invitation that goes out by mail, or else what to do, and its kind of news."""
    if mails_go_out():
        return sent, "success"
    return f"{_('%(name)s er inviteret.', name=name)} {how_to_hand_over(email)}", "warning"


def how_to_hand_over(email: str) -> str:
    """Say who gives a link to pass on, and with what; both audiences may have to tell them."""
    return _(
        "Men portalen kan ikke sende mails. Bed den, der driver portalen, om et link til %(email)s, "
        "og giv det videre. Linket kommer af flask people invite-again %(email)s.",
        email=email,
    )
