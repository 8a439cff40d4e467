"""Let somebody who wants to apply bring in a company that the portal does not know yet."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.alphabet import plain_letters
from providers.audit.commands import record
from providers.audit.models import SYSTEM, Actor, person
from providers.organisations import members
from providers.organisations.commands import register
from providers.organisations.models import (
    LONGEST_ORGANISATION_NAME,
    IdentifiedBy,
    MemberRole,
    Organisation,
    OrganisationKind,
    SignUp,
)
from providers.organisations.queries import find_organisation, find_organisation_by_cvr
from providers.organisations.rules import is_cvr, is_simulated_cvr
from providers.people.commands import create_staff, tidy_name_and_email
from providers.people.models import User, UserKind
from providers.people.rules import State

LIFETIME = timedelta(days=7)
# So that nobody fills a stranger's mailbox.
MOST_ASKED = 3
ASKED_WITHIN = timedelta(hours=1)
KINDS = (OrganisationKind.PRIVATE_ADVISER, OrganisationKind.OTHER)
LONGEST_SLUG = 60


class CompanyNotPossible(Exception):
    """A company can't be brought in like this; `fact` names what is wrong: number, name, kind or known."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The company is not possible: {fact}.")
        self.fact = fact


class SignUpNotUsable(Exception):
    """A sign-up can't be confirmed (any more); `fact` is unknown, used or expired."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The sign-up is {fact}.")
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Company:
    """A company as somebody typed it; `simulated_too` lets numbers pass that are never issued."""

    cvr: str
    name: str
    kind: str
    simulated_too: bool = False

    def tidied(self) -> "Company":
        """Take spaces out that people type, or raise CompanyNotPossible."""
        cvr, name = re.sub(r"\s", "", self.cvr), " ".join(self.name.split())
        if not is_cvr(cvr) or (is_simulated_cvr(cvr) and not self.simulated_too):
            raise CompanyNotPossible("number")
        if not 0 < len(name) <= LONGEST_ORGANISATION_NAME or not name.isprintable():
            raise CompanyNotPossible("name")
        if self.kind not in KINDS:
            raise CompanyNotPossible("kind")
        return Company(cvr, name, self.kind, self.simulated_too)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to bring in a company, as they typed it."""

    name: str
    email: str
    language: str


def ask(session: Session, company: Company, asker: Asker, *, nonce: str, at: datetime) -> SignUp | None:
    """Note what somebody wants to bring in, and nothing when a mailbox was asked for too often.

    Raise CompanyNotPossible or UserNotPossible for what can be no company, name or address. Whether the
    portal knows the company or the address makes no difference here.
    """
    company = company.tidied()
    name, email = tidy_name_and_email(asker.name, asker.email)
    lately = select(func.count(SignUp.id)).where(SignUp.email == email, SignUp.made_at > at - ASKED_WITHIN)
    if (session.scalar(lately) or 0) >= MOST_ASKED:
        return None
    asked = SignUp(
        cvr=company.cvr,
        kind=company.kind,
        company=company.name,
        name=name,
        email=email,
        language=asker.language,
        nonce=nonce,
        made_at=at,
        expires_at=at + LIFETIME,
    )
    session.add(asked)
    session.flush()
    _record(session, "sign_up.asked", asked, None, SYSTEM, at)
    return asked


def is_usable(asked: SignUp, at: datetime) -> bool:
    """Say whether a sign-up can be confirmed."""
    return asked.used_at is None and at < asked.expires_at


def require_usable(asked: SignUp, at: datetime) -> None:
    """Raise SignUpNotUsable unless a sign-up can be confirmed."""
    if asked.used_at is not None:
        raise SignUpNotUsable("used")
    if at >= asked.expires_at:
        raise SignUpNotUsable("expired")


def confirm(session: Session, asked: SignUp, *, at: datetime) -> tuple[User, Organisation]:
    """Make whoever followed the mailed link the owner of their company.

    Raise SignUpNotUsable, UserNotPossible when the address has become somebody's, or CompanyNotPossible when
    the company has come in meanwhile.
    """
    session.refresh(asked, with_for_update=True)
    require_usable(asked, at)
    company = Company(asked.cvr, asked.company, asked.kind, simulated_too=is_simulated_cvr(asked.cvr))
    user = create_staff(
        session,
        UserKind.PROVIDER,
        name=asked.name,
        email=asked.email,
        language=asked.language,
        by=SYSTEM,
        at=at,
    )
    organisation = found(session, company, user, IdentifiedBy.MAIL, at=at)
    before = _state_of(asked)
    asked.used_at, asked.used_by = at, user.id
    session.flush()
    _record(session, "sign_up.confirmed", asked, before, person(user.id), at)
    return user, organisation


def found(
    session: Session, company: Company, owner: User, identified_by: IdentifiedBy, *, at: datetime
) -> Organisation:
    """Enter a company that the portal does not know, with its first owner; raise CompanyNotPossible."""
    company = company.tidied()
    if find_organisation_by_cvr(session, company.cvr) is not None:
        raise CompanyNotPossible("known")
    try:  # a loser of the race finds what was made, as soon as its transaction has ended
        organisation = register(
            session,
            key=f"cvr:{company.cvr}",
            kind=OrganisationKind(company.kind),
            slug=_free_slug(session, company.name),
            name=company.name,
            simulated=is_simulated_cvr(company.cvr),
            at=at,
        )
    except IntegrityError:
        raise CompanyNotPossible("known") from None
    organisation.identified_by = identified_by
    session.flush()
    state: State = {"kind": company.kind, "identified_by": identified_by.value}
    record(
        session, person(owner.id), "organisation.founded", "organisation", organisation.id, after=state, at=at
    )
    members.add(session, organisation, owner, MemberRole.OWNER, by=SYSTEM, at=at)
    return organisation


def free_simulated_cvr(session: Session) -> str:
    """Give a number that is never issued and that no organisation has, for whoever tries the portal."""
    numbers = (f"{number:08}" for number in range(9_999_999, 0, -1))
    return next(each for each in numbers if is_cvr(each) and find_organisation_by_cvr(session, each) is None)


def _free_slug(session: Session, name: str) -> str:
    """Make a slug of a name that nobody else has; a name without letters becomes `company`."""
    words = re.sub(r"[^a-z0-9]+", "-", plain_letters(name)).strip("-")
    stem = words[:LONGEST_SLUG].strip("-") or "company"
    tries = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(each for each in tries if find_organisation(session, each) is None)


def _state_of(asked: SignUp) -> State:
    """Describe a sign-up for the audit trail; who asked and for whom stays out of it."""
    return {"user": asked.used_by, "ended": "used" if asked.used_at else None}


def _record(
    session: Session, action: str, asked: SignUp, before: State | None, by: Actor, at: datetime
) -> None:
    record(session, by, action, "sign_up", asked.id, before=before, after=_state_of(asked), at=at)
