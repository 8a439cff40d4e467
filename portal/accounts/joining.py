"""Decide who somebody is in the portal whom a broker has proved to be somebody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.brokers import Audience, Broker
from portal.accounts.claims import Proof
from portal.accounts.links import get_link
from portal.accounts.membership_mails import tell_owners, tell_owners_of_answer
from portal.accounts.organisation_links import get_invitation_of, is_to_organisation
from portal.accounts.refusals import SignInRefused
from portal.locale import current_language
from providers.audit.models import SYSTEM, person
from providers.organisations import invitations, members
from providers.organisations.invitations import InvitationNotUsable
from providers.organisations.models import IdentifiedBy, Invitation, MemberRole, Organisation
from providers.organisations.queries import find_organisation_by_cvr
from providers.organisations.rules import is_cvr
from providers.organisations.sign_ups import Company, found
from providers.people import links
from providers.people.commands import connect, create_citizen, create_staff
from providers.people.links import LinkNotUsable
from providers.people.models import LinkPurpose, OneTimeLink, User, UserKind
from providers.people.queries import find_user_by_email, find_user_by_identity, has_identity


class CompanyUnknown(Exception):
    """A broker has proved that somebody works for a company that the portal does not know."""


def get_citizen(session: Session, subject_hash: str, *, language: str, at: datetime) -> User:
    """Give the user of a citizen; whoever comes for the first time gets one."""
    user = find_user_by_identity(session, Audience.CITIZEN, subject_hash)
    if user is None:
        user = create_citizen(session, language=language, simulated=False, by=SYSTEM, at=at)
        connect(session, user, Audience.CITIZEN, subject_hash, by=SYSTEM, at=at)
    return _not_disabled(user)


def find_staff(session: Session, broker: Broker, proof: Proof, subject_hash: str) -> User | None:
    """Find the user of somebody who works, as long as they come from where they have their rights."""
    user = find_user_by_identity(session, Audience.STAFF, subject_hash)
    if user is None:
        return None
    _refuse_other_organisation(session, broker, _not_disabled(user), proof)
    return user


def accept_invitation(
    session: Session, broker: Broker, proof: Proof, subject_hash: str, *, token: str, at: datetime
) -> User:
    """Let whoever followed the link in an invitation be the user that was invited, from now on."""
    if is_to_organisation(token):
        return _join_organisation(session, broker, proof, subject_hash, token, at)
    link, user = _get_invitation(session, token, at)
    _refuse_other_organisation(session, broker, user, proof)
    known = find_user_by_identity(session, Audience.STAFF, subject_hash)
    if known is None:
        connect(session, user, Audience.STAFF, subject_hash, by=person(user.id), at=at)
    elif known.id != user.id:
        raise SignInRefused("identity_taken")
    links.use(session, link, at=at)
    tell_owners_of_answer(session, user, at)
    return user


def get_invited(session: Session, asked: Invitation, *, language: str, at: datetime) -> User:
    """Give the user whose address was invited to act for an organisation; somebody new becomes one."""
    known = find_user_by_email(session, asked.email)
    if known is not None:
        return known
    return create_staff(
        session,
        UserKind.PROVIDER,
        name=asked.name,
        email=asked.email,
        language=language,
        by=SYSTEM,
        at=at,
    )


def get_unclaimed_organisation(session: Session, proof: Proof) -> Organisation:
    """Give the organisation that somebody works for and nobody acts for yet; refuse everybody else.

    Raise CompanyUnknown where they could bring in a company and apply for it.
    """
    organisation = find_organisation_by_cvr(session, proof.cvr)
    if organisation is None and proof.cvr and is_cvr(proof.cvr):
        raise CompanyUnknown
    if organisation is None:
        raise SignInRefused("not_invited")
    members.hold(session, organisation.id)
    if members.members(session, organisation.id):
        raise SignInRefused("ask_an_owner")
    return organisation


def become_first_owner(
    session: Session, proof: Proof, subject_hash: str, *, language: str, at: datetime
) -> User:
    """Make the first one to come from an organisation its owner; raise UserNotPossible for a bad address."""
    known = find_user_by_identity(session, Audience.STAFF, subject_hash)
    if known is not None:  # the form was sent twice
        return _not_disabled(known)
    organisation = get_unclaimed_organisation(session, proof)
    user = create_staff(
        session,
        UserKind.PROVIDER,
        name=proof.name,
        email=proof.email,
        language=language,
        by=SYSTEM,
        at=at,
    )
    members.add(session, organisation, user, MemberRole.OWNER, by=SYSTEM, at=at)
    connect(session, user, Audience.STAFF, subject_hash, by=SYSTEM, at=at)
    return user


def found_company(
    session: Session, proof: Proof, company: Company, subject_hash: str, *, language: str, at: datetime
) -> User:
    """Make the first one to come from a company that the portal does not know its owner.

    Raise UserNotPossible for a bad name or address, CompanyNotPossible for a bad name of the company, and
    SignInRefused when somebody else has been first.
    """
    known = find_user_by_identity(session, Audience.STAFF, subject_hash)
    if known is not None:  # the form was sent twice
        return _not_disabled(known)
    if find_organisation_by_cvr(session, company.cvr) is not None:
        raise SignInRefused("ask_an_owner")
    user = create_staff(
        session,
        UserKind.PROVIDER,
        name=proof.name,
        email=proof.email,
        language=language,
        by=SYSTEM,
        at=at,
    )
    found(session, company, user, IdentifiedBy.BROKER, at=at)
    connect(session, user, Audience.STAFF, subject_hash, by=SYSTEM, at=at)
    return user


def _join_organisation(
    session: Session, broker: Broker, proof: Proof, subject_hash: str, token: str, at: datetime
) -> User:
    """Let whoever was asked to act for an organisation do so, once a broker has proved who they are."""
    try:
        asked = get_invitation_of(session, token)
    except InvitationNotUsable as unusable:
        raise SignInRefused("link_not_usable", unusable.fact) from unusable
    members.hold(session, asked.organisation_id)
    user = get_invited(session, asked, language=current_language(), at=at)
    if user.kind != UserKind.PROVIDER:
        raise SignInRefused("link_not_usable", "another_kind")
    _refuse_other_organisation(session, broker, _not_disabled(user), proof, asked)
    known = find_user_by_identity(session, Audience.STAFF, subject_hash)
    if known is None and not has_identity(session, user.id):
        connect(session, user, Audience.STAFF, subject_hash, by=person(user.id), at=at)
    elif known is None or known.id != user.id:
        raise SignInRefused("identity_taken")
    tell_owners(session, invitations.accept(session, asked, user, at=at), at)
    return user


def _get_invitation(session: Session, token: str, at: datetime) -> tuple[OneTimeLink, User]:
    try:
        link, user = get_link(session, token, at)
    except LinkNotUsable as unusable:
        fact = "disabled" if unusable.fact == "disabled" else "link_not_usable"
        raise SignInRefused(fact, unusable.fact) from unusable
    if link.purpose != LinkPurpose.INVITATION or user.kind == UserKind.CITIZEN:
        raise SignInRefused("link_not_usable", "another_purpose")
    return link, user


def _not_disabled(user: User) -> User:
    if user.disabled_at is not None:
        raise SignInRefused("disabled")
    return user


def _refuse_other_organisation(
    session: Session, broker: Broker, user: User, proof: Proof, asked: Invitation | None = None
) -> None:
    """Refuse somebody who comes for another organisation than one that they act for here, or are asked to.

    Organisations without a CVR number here, municipal units and unemployment funds, have nothing to compare.
    """
    expected = [*_expected_numbers(session, broker, user)]
    organisation = session.get_one(Organisation, asked.organisation_id) if asked else None
    if organisation is not None and organisation.cvr:
        expected.append(organisation.cvr)
    if expected and proof.cvr not in expected:
        raise SignInRefused("wrong_organisation", user.kind)


def _expected_numbers(session: Session, broker: Broker, user: User) -> Sequence[str]:
    if user.kind == UserKind.AUTHORITY:
        return [broker.authority_cvr] if broker.authority_cvr else []
    if user.kind != UserKind.PROVIDER:
        return []
    held = members.memberships_of(session, user.id)
    return [organisation.cvr for _membership, organisation in held if organisation.cvr]
