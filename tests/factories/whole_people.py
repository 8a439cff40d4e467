"""People of whom everything is kept that can be kept, each value found nowhere else."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.mail import queue_mail
from portal.mail.choices import tell_citizen
from providers.approval.cases import applying, conditions, examining
from providers.approval.cases.codes import CaseKind
from providers.approval.cases.documents import accept
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moving import Act, assign, of_person
from providers.audit.models import OPERATOR, person
from providers.courses import cases
from providers.courses.codes import AbsenceKind, ContactPurpose, NoneFitsReason
from providers.courses.contacts import Viewer, look_at_contact
from providers.courses.moving import of_person as of_citizen
from providers.courses.none_fitting import none_fits
from providers.courses.running import report_absence
from providers.listings.models import Listing
from providers.organisations import invitations, members, sign_ups
from providers.organisations.invitations import Colleague
from providers.organisations.models import MemberRole, Organisation, OrganisationKind
from providers.organisations.sign_ups import Asker, Company
from providers.people import commands, links, passwords, second_factors, sessions
from providers.people.looks import record_look
from providers.people.models import LinkPurpose, LookPurpose, SignInMethod, User
from tests.factories.cases import CONDITION, SCOPE, STANDARDS, TODAY, CaseMaker
from tests.factories.choices import (
    CHOSEN_AT,
    CHOSEN_ON,
    GROUP,
    SEALED,
    make_choice,
    make_offer,
    started,
)
from tests.factories.keys import make_key
from tests.factories.organisations import make_listing, make_organisation
from tests.factories.people import (
    AARHUS,
    AT,
    begin_session,
    make_citizen,
    make_municipality_user,
    make_provider_user,
)
from tests.factories.releases import make_objection

SUBJECT_HASH = "5ab1ec7" * 9 + "0"
TOKEN_HASH = "70ce4ab" * 9 + "0"
NONCE = "402ce0aa" * 4
INVITATION_NONCE = "1407ce0a" * 4
SIGN_UP_NONCE = "51691e" * 5 + "00"
PASSWORD_HASH = "$argon2id$v=19$m=1,t=1,p=1$the-hash-of-a-password"
SECOND_FACTOR = "the sealed secret of a second factor"
CODE_HASH = "c0de4a5" * 9 + "0"
DEVICE = "Netscape, Amiga"
# The listing that the whole citizen chooses, and what the copy tells of it.
OFFER = 77
OFFER_SLUG = "vejen-videre-77-tilbud-1"
TOLD_OF_CHOICES = ("Langt ude 77", "stayed_away", "too_far", "running", SEALED)
# What the copy of the whole member tells, and what must never leave the portal.
TOLD_OF_MEMBER = (
    "Medarbejder 77",
    "medarbejder77@vejen.example",
    DEVICE,
    "password_reset",
    "System 77",
    "Selskab 77",
    "Indbudt 7",
    "Indsigelse 77",
    "Svar 77 i en ansøgning",
    "Svar 77 på et brev",
    "Svar 77 på et vilkår",
    "dokument-77.pdf",
    "owner",
)
SECRET_OF_MEMBER = (
    SUBJECT_HASH,
    TOKEN_HASH,
    NONCE,
    PASSWORD_HASH,
    SECOND_FACTOR,
    CODE_HASH,
    INVITATION_NONCE,
    SIGN_UP_NONCE,
)


@dataclass(frozen=True)
class Whole:
    """Somebody, what must be in the copy of their data, and what must never be."""

    user: User
    told: tuple[str, ...]
    secret: tuple[str, ...] = field(default=(SUBJECT_HASH, TOKEN_HASH))


def make_viewer(session: Session) -> User:
    """Make the caseworker who looks at the whole citizen, and the listing that the citizen chooses."""
    make_offer(session, OFFER)
    return make_municipality_user(session)


def make_whole_citizen(session: Session, viewer: User) -> Whole:
    """Make a citizen who has signed in, said where they live, and been looked at."""
    citizen = make_citizen(session, AARHUS)
    _sign_in(session, citizen, SignInMethod.BROKER)
    record_look(session, viewer, citizen.id, LookPurpose.COMPLAINT, at=AT + timedelta(minutes=1))
    _choose(session, citizen, viewer)
    return Whole(citizen, ("citizen", AARHUS, DEVICE, "mitid", "complaint", *TOLD_OF_CHOICES))


def _choose(session: Session, citizen: User, viewer: User) -> None:
    """Have a citizen say that none fits, be invited, choose after all, begin, and be absent."""
    act = of_citizen(citizen.id, CHOSEN_AT)
    none_fits(session, citizen.id, [NoneFitsReason.TOO_FAR], target_group=GROUP, text="Langt ude 77", act=act)
    cases.invite(session, citizen.id, AARHUS, choose_by=TODAY + timedelta(days=30), act=act)
    listing = session.scalars(select(Listing).where(Listing.slug == OFFER_SLUG)).one()
    choice = started(session, make_choice(session, listing, citizen), act)
    tell_citizen(session, choice, CHOSEN_AT)
    report_absence(session, choice.id, on=CHOSEN_ON, kind=AbsenceKind.STAYED_AWAY, act=act)
    desk = Viewer(viewer.id, municipality_code=AARHUS)
    look_at_contact(session, desk, choice.id, ContactPurpose.ABSENCE, at=CHOSEN_AT)


def make_whole_member(session: Session) -> Whole:
    """Make somebody who acted for an organisation, in every way in which staff can sign in."""
    organisation = make_organisation(session, 7)
    staying = make_provider_user(session, 8)
    members.add(session, organisation, staying, MemberRole.OWNER, by=OPERATOR, at=AT)
    begin_session(session, staying)  # an owner who can sign in has to be left
    user = _sign_up(session)
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
    _apply(session, organisation, user)
    choice = make_choice(session, make_listing(session, organisation, 70))
    viewer = Viewer(user.id, organisation_id=organisation.id)
    look_at_contact(session, viewer, choice.id, ContactPurpose.MEETING, at=CHOSEN_AT)
    make_objection(session, organisation, made_by=user.id, text="Indsigelse 77")
    return Whole(user, TOLD_OF_MEMBER, SECRET_OF_MEMBER)


def _sign_up(session: Session) -> User:
    """Have somebody bring in a company, and leave it again."""
    asker = Asker("Medarbejder 77", "medarbejder77@vejen.example", "da")
    company = Company("12345674", "Selskab 77", OrganisationKind.OTHER)
    asked = sign_ups.ask(session, company, asker, nonce=SIGN_UP_NONCE, at=AT)
    assert asked is not None
    user, founded = sign_ups.confirm(session, asked, at=AT)
    ((membership, _owner),) = members.members(session, founded.id)
    members.remove(session, membership, by=OPERATOR, at=AT)
    return user


def _apply(session: Session, organisation: Organisation, user: User) -> None:
    """Have somebody answer, hand in, send, and answer a letter for an organisation."""
    act = of_person(user.id, AT)
    case = applying.start(session, organisation, CaseKind.FIRST, STANDARDS, scope=SCOPE, act=act)
    applying.answer(session, case, "insurance", "Svar 77 i en ansøgning", act)
    applying.attach(session, case, "insurance", accept("dokument-77.pdf", b"%PDF-1.7\n%%EOF"), act=act)
    applying.send(session, case, STANDARDS, gaps=[], decide_by=TODAY, act=act)
    assign(session, case, user.id, act=act)
    examining.ask(session, case, "Hvilken forsikring?", due_on=TODAY, act=Act(None, OPERATOR, AT))
    applying.answer_inquiry(session, case, "Svar 77 på et brev", act=act)
    approved = CaseMaker(session, 70, organisation=make_organisation(session, 70, approved=False))
    decision = approved.approved_with(CONDITION)
    case = session.get_one(ApprovalCase, decision.case_id)
    conditions.answer(session, case, 1, "Svar 77 på et vilkår", act=act)


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
