"""Mails: asked for in a transaction, written and sent by a worker once that transaction stands."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from providers.outbox.commands import put

MAIL = "mail"
# The number of a one-time link; the template gets `link` instead, which is made when the mail is sent.
LINK_ID = "link_id"
# The number of an invitation to act for an organisation, which becomes `link` in the same way.
INVITATION_ID = "invitation_id"
# The number of a sign-up, the same.
SIGN_UP_ID = "sign_up_id"

# What each mail must be told; its words stand in templates/mail, the subject on the first line.
MAILS: Mapping[str, frozenset[str]] = {
    "account_disabled": frozenset(),
    "approval_ends": frozenset({"organisation", "day"}),
    "application_received": frozenset({"organisation", "number"}),
    "choice_left": frozenset({"organisation"}),
    "choice_has_news": frozenset(),
    "choice_made": frozenset({"organisation", "day"}),
    "condition_due": frozenset({"organisation", "day"}),
    "draft_forgotten": frozenset({"organisation", "day"}),
    "draft_withdrawn": frozenset({"organisation"}),
    "invitation": frozenset({"name", "to_what", LINK_ID}),
    "letter": frozenset({"organisation"}),
    "member_joined": frozenset({"organisation", "role"}),
    "objection_answered": frozenset({"organisation", "period"}),
    "organisation_invitation": frozenset({"name", "organisation", "role", "by", INVITATION_ID}),
    "password_changed": frozenset(),
    "password_reset": frozenset({"name", LINK_ID}),
    "recovery_code_used": frozenset({"left"}),
    "results_preview": frozenset({"organisation", "period", "until"}),
    "rights_changed": frozenset({"organisation", "role"}),
    "second_factor_guessed": frozenset(),
    "second_factor_reset": frozenset(),
    "second_factor_set": frozenset(),
    "sign_up": frozenset({"name", "company", "cvr", SIGN_UP_ID}),
    "sign_up_known_company": frozenset({"name", "company", "cvr"}),
    "sign_up_known_user": frozenset({"name", "company", "cvr"}),
}


class MailCannotBeWritten(Exception):
    """A mail was asked for that does not exist, for nobody or for two, or without what it must say."""


def queue_mail(  # noqa: PLR0913 - a mail is no less than these facts, and each is named
    session: Session,
    template: str,
    *,
    user_id: int | None = None,
    to: str | None = None,
    language: str,
    values: Mapping[str, str | int],
    at: datetime,
    key: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Have a mail sent once this transaction stands, to a user or to an address, and once for each key.

    A user's address is looked up when the mail is sent. Every value fills one line at the most.
    """
    if MAILS.get(template) != frozenset(values):
        raise MailCannotBeWritten(
            f"{template} takes {sorted(MAILS.get(template, ()))}, not {sorted(values)}."
        )
    if (user_id is None) == (to is None):
        raise MailCannotBeWritten("A mail goes to one user, or to one address.")
    payload = {
        "template": template,
        "language": language,
        "values": dict(values),
        **({"to": to} if user_id is None else {"user_id": user_id}),
    }
    put(session, MAIL, payload, at=at, due_at=due_at, key=key)
