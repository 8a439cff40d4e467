"""Decide who acts for an organisation; an owner is always left to decide who else does."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.alphabet import danish_key
from providers.audit.commands import record
from providers.audit.models import Actor
from providers.organisations.models import MemberRole, Membership, Organisation
from providers.people.links import withdraw_open
from providers.people.models import LinkPurpose, SessionEnd, User, UserKind
from providers.people.sessions import end_all, hold_all
from providers.people.staff import StaffState, staff_among

# Who is shut out, has not answered, or was never asked, can't sign in and so decides nothing.
CANNOT_ACT = frozenset(StaffState) - {StaffState.ACTIVE, StaffState.DORMANT}


class MembershipNotPossible(Exception):
    """Somebody can't become, be changed as, or cease to be a member like this; `fact` is a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The membership is not possible: {fact}.")
        self.fact = fact


class MembershipNotFound(Exception):
    """The organisation has no membership with this number."""


class MembershipHasChanged(Exception):
    """Somebody else has given the member another role meanwhile, or has let them go."""


def members(session: Session, organisation_id: int) -> Sequence[tuple[Membership, User]]:
    """List an organisation's members, owners first, then as they came."""
    wanted = select(Membership, User).join(User, User.id == Membership.user_id)
    wanted = wanted.where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
    found = session.execute(wanted.order_by(Membership.role.desc(), Membership.id)).all()
    return [(membership, user) for membership, user in found]


def memberships_of(session: Session, user_id: int) -> Sequence[tuple[Membership, Organisation]]:
    """List what a user is a member of, by the organisation's name."""
    wanted = select(Membership, Organisation).join(
        Organisation, Organisation.id == Membership.organisation_id
    )
    wanted = wanted.where(Membership.user_id == user_id, Membership.ended_at.is_(None))
    found = [(membership, organisation) for membership, organisation in session.execute(wanted)]
    return sorted(found, key=lambda held: (danish_key(held[1].name), held[1].id))


def former_memberships_of(session: Session, user_id: int) -> Sequence[tuple[Membership, Organisation]]:
    """List what a user was a member of and is no more, the latest end first; each organisation once."""
    ended = select(func.max(Membership.id)).where(Membership.user_id == user_id)
    wanted = select(Membership, Organisation).join(
        Organisation, Organisation.id == Membership.organisation_id
    )
    # The latest membership of an organisation tells whether there is still one.
    wanted = wanted.where(Membership.id.in_(ended.group_by(Membership.organisation_id)))
    wanted = wanted.where(Membership.ended_at.is_not(None)).order_by(Membership.ended_at.desc())
    return [(membership, organisation) for membership, organisation in session.execute(wanted)]


def owners_but(session: Session, organisation_id: int, user_id: int, at: datetime) -> list[User]:
    """List the owners of an organisation who can act, but for one user."""
    found = {
        user.id: user for held, user in members(session, organisation_id) if held.role == MemberRole.OWNER
    }
    standing = staff_among(session, found.keys() - {user_id}, at)
    return [owner.user for owner in standing.values() if owner.state not in CANNOT_ACT]


def has_acting_owner(session: Session, organisation_id: int, at: datetime) -> bool:
    """Say whether an organisation has an owner who can sign in."""
    owners = [user.id for held, user in members(session, organisation_id) if held.role == MemberRole.OWNER]
    return any(owner.state not in CANNOT_ACT for owner in staff_among(session, owners, at).values())


def find_member(session: Session, organisation_id: int, user_id: int) -> Membership | None:
    """Find somebody's membership of an organisation."""
    wanted = select(Membership).where(
        Membership.organisation_id == organisation_id,
        Membership.user_id == user_id,
        Membership.ended_at.is_(None),
    )
    return session.scalars(wanted).one_or_none()


def get_membership(session: Session, organisation_id: int, membership_id: int) -> Membership:
    """Give one of an organisation's memberships, also one that has ended, or raise MembershipNotFound."""
    membership = session.get(Membership, membership_id)
    if membership is None or membership.organisation_id != organisation_id:
        raise MembershipNotFound(f"Organisation {organisation_id} has no membership {membership_id}.")
    return membership


def add(
    session: Session, organisation: Organisation, user: User, role: MemberRole, *, by: Actor, at: datetime
) -> Membership:
    """Make somebody a member; whoever becomes one by their own will is not signed out for it."""
    hold(session, organisation.id)
    hold_all(session, user.id)
    if user.kind != UserKind.PROVIDER:
        raise MembershipNotPossible("not_staff_of_a_provider")
    if find_member(session, organisation.id, user.id) is not None:
        raise MembershipNotPossible("member_already")
    membership = _begin(session, organisation.id, user.id, role, by, at)
    _end_sessions(session, user.id, by, at)
    return membership


def change_role(
    session: Session, membership: Membership, role: MemberRole, *, by: Actor, at: datetime
) -> Membership:
    """Give a member another role: the old membership ends and a new one begins."""
    current = _held(session, membership)
    if current is not None and current.role == role:
        return current
    if current is not membership:
        raise MembershipHasChanged
    _keep_an_owner(session, membership, at)
    _end(session, membership, by, at)
    begun = _begin(session, membership.organisation_id, membership.user_id, role, by, at)
    end_all(session, membership.user_id, SessionEnd.RIGHTS_CHANGED, by=by, at=at)
    return begun


def remove(session: Session, membership: Membership, *, by: Actor, at: datetime) -> None:
    """Let a member go, at once and everywhere; who acts for nobody else needs no invitation any more.

    Whoever leaves by their own will stays signed in: rights are read anew at each request.
    """
    current = _held(session, membership)
    if current is None:
        return
    if current is not membership:
        raise MembershipHasChanged
    _keep_an_owner(session, membership, at)
    if len(memberships_of(session, membership.user_id)) == 1:
        withdraw_open(session, membership.user_id, LinkPurpose.INVITATION, by=by, at=at)
    _end(session, membership, by, at)
    _end_sessions(session, membership.user_id, by, at)


def state_of_membership(membership: Membership) -> dict[str, str | int | bool | None]:
    """Describe a membership for the audit trail."""
    return {
        "organisation": membership.organisation_id,
        "user": membership.user_id,
        "role": membership.role,
        "ended": membership.ended_at is not None,
    }


def hold(session: Session, organisation_id: int) -> None:
    """Make others who would change the same organisation's members wait, so that an owner is always left.

    Call it before anything is recorded in the trail, which everybody needs.
    """
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def _held(session: Session, seen: Membership) -> Membership | None:
    """Give the membership that counts once nobody else can change it: the one seen, a newer one, or none."""
    hold(session, seen.organisation_id)
    hold_all(session, seen.user_id)
    session.refresh(seen)
    return seen if seen.ended_at is None else find_member(session, seen.organisation_id, seen.user_id)


def _begin(
    session: Session, organisation_id: int, user_id: int, role: MemberRole, by: Actor, at: datetime
) -> Membership:
    membership = Membership(organisation_id=organisation_id, user_id=user_id, role=role, begun_at=at)
    session.add(membership)
    session.flush()
    after = state_of_membership(membership)
    record(session, by, "membership.begun", "membership", membership.id, after=after, at=at)
    return membership


def _end(session: Session, membership: Membership, by: Actor, at: datetime) -> None:
    before = state_of_membership(membership)
    membership.ended_at = at
    session.flush()
    after = state_of_membership(membership)
    record(session, by, "membership.ended", "membership", membership.id, before=before, after=after, at=at)


def _end_sessions(session: Session, user_id: int, by: Actor, at: datetime) -> None:
    """Sign somebody out whose rights somebody else has changed."""
    if by.id != user_id:
        end_all(session, user_id, SessionEnd.RIGHTS_CHANGED, by=by, at=at)


def _keep_an_owner(session: Session, leaving: Membership, at: datetime) -> None:
    """Refuse that the last owner who can act goes; one who never could is not missed."""
    if leaving.role != MemberRole.OWNER:
        return
    wanted = select(Membership.user_id).where(
        Membership.organisation_id == leaving.organisation_id,
        Membership.role == MemberRole.OWNER,
        Membership.ended_at.is_(None),
    )
    owners = staff_among(session, session.scalars(wanted).all(), at)
    if {user_id for user_id, owner in owners.items() if owner.state not in CANNOT_ACT} == {leaving.user_id}:
        raise MembershipNotPossible("last_owner")
