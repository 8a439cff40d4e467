"""People of whom everything is kept that can be kept, each value found nowhere else."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.mail import queue_mail
from providers.audit.models import OPERATOR, person
from providers.organisations import invitations, members
from providers.organisations.invitations import Colleague
from providers.organisations.models import MemberRole, Organisation
from providers.people import commands, links, passwords, second_factors, sessions
from providers.people.looks import record_look
from providers.people.models import LinkPurpose, LookPurpose, SignInMethod, User
from tests.factories.keys import make_key
from tests.factories.organisations import make_organisation
from tests.factories.people import AARHUS, AT, make_citizen, make_municipality_user, make_provider_user
from tests.factories.releases import make_objection

SUBJECT_HASH = "5ab1ec7" * 9 + "0"
TOKEN_HASH = "70ce4ab" * 9 + "0"
NONCE = "402ce0aa" * 4
INVITATION_NONCE = "1407ce0a" * 4
PASSWORD_HASH = "$argon2id$v=19$m=1,t=1,p=1$the-hash-of-a-password"
SECOND_FACTOR = "the sealed secret of a second factor"
CODE_HASH = "c0de4a5" * 9 + "0"
DEVICE = "Netscape, Amiga"


@dataclass(frozen=True)
class Whole:
    """Somebody, what must be in the copy of their data, and what must never be."""

    user: User
    told: tuple[str, ...]
    secret: tuple[str, ...] = field(default=(SUBJECT_HASH, TOKEN_HASH))


def make_viewer(session: Session) -> User:
    """Make the caseworker who looks at the whole citizen."""
    return make_municipality_user(session)


def make_whole_citizen(session: Session, viewer: User) -> Whole:
    """Make a citizen who has signed in, said where they live, and been looked at."""
    citizen = make_citizen(session, AARHUS)
    _sign_in(session, citizen, SignInMethod.BROKER)
    record_look(session, viewer, citizen.id, LookPurpose.COMPLAINT, at=AT + timedelta(minutes=1))
    return Whole(citizen, ("citizen", AARHUS, DEVICE, "mitid", "complaint"))


def make_whole_member(session: Session) -> Whole:
    """Make somebody who acted for an organisation, in every way in which staff can sign in."""
    organisation = make_organisation(session, 7)
    staying = make_provider_user(session, 8)
    members.add(session, organisation, staying, MemberRole.OWNER, by=OPERATOR, at=AT)
    user = make_provider_user(session, 77)
    membership = members.add(session, organisation, user, MemberRole.OWNER, by=OPERATOR, at=AT)
    make_key(session, organisation, user, 77)
    _sign_in(session, user, SignInMethod.PASSWORD)
    passwords.set_password(session, user, PASSWORD_HASH, by=person(user.id), at=AT)
    second_factors.confirm(session, user, sealed_secret=SECOND_FACTOR, step=5, at=AT)
    second_factors.make_codes(session, user, [CODE_HASH], at=AT)
    links.issue(session, user, LinkPurpose.PASSWORD_RESET, nonce=NONCE, by=OPERATOR, at=AT)
    queue_mail(
        session,
        "password_reset",
        user_id=user.id,
        language="da",
        values={"name": user.name or "", "link_id": 1},
        at=AT,
    )
    members.remove(session, membership, by=OPERATOR, at=AT)
    _invite(session, organisation, user, user.email or "")
    _invite(session, organisation, user, "ny@vejen.example")
    make_objection(session, organisation, made_by=user.id, text="Indsigelse 77")
    return Whole(
        user,
        (
            "Medarbejder 77",
            "medarbejder77@vejen.example",
            DEVICE,
            "password_reset",
            "System 77",
            "Indbudt 7",
            "Indsigelse 77",
            "owner",
        ),
        (SUBJECT_HASH, TOKEN_HASH, NONCE, PASSWORD_HASH, SECOND_FACTOR, CODE_HASH, INVITATION_NONCE),
    )


def _invite(session: Session, organisation: Organisation, user: User, email: str) -> None:
    """Have somebody invite an address; who has it accepts and leaves again."""
    colleague = Colleague("Indbudt 7", email, MemberRole.OWNER)
    by = person(user.id)
    nonce = INVITATION_NONCE if email == user.email else "0" * 32
    _asked, made = invitations.invite(session, organisation, colleague, nonce=nonce, by=by, at=AT)
    if made is not None and email == user.email:
        membership = invitations.accept(session, made, user, at=AT)
        members.remove(session, membership, by=OPERATOR, at=AT)


def _sign_in(session: Session, user: User, method: SignInMethod) -> None:
    commands.connect(session, user, "mitid", SUBJECT_HASH, by=person(user.id), at=AT)
    sessions.begin(session, user, token_hash=TOKEN_HASH, method=method, device=DEVICE, at=AT)
