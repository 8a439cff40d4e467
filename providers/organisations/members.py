"""Decide who acts for an organisation; an owner is always left to decide who else does."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor
from providers.organisations.models import MemberRole, Membership, Organisation
from providers.people.models import SessionEnd, User, UserKind
from providers.people.sessions import end_all, hold_all


class MembershipNotPossible(Exception):
    """Somebody can't become, be changed as, or cease to be a member like this; `fact` is a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The membership is not possible: {fact}.")
        self.fact = fact


class MembershipNotFound(Exception):
    """Nobody with this number is a member of the organisation."""


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
    found = session.execute(wanted.order_by(Organisation.name, Organisation.id)).all()
    return [(membership, organisation) for membership, organisation in found]


def find_member(session: Session, organisation_id: int, user_id: int) -> Membership | None:
    """Find somebody's membership of an organisation."""
    wanted = select(Membership).where(
        Membership.organisation_id == organisation_id,
        Membership.user_id == user_id,
        Membership.ended_at.is_(None),
    )
    return session.scalars(wanted).one_or_none()


def get_member(session: Session, organisation_id: int, user_id: int) -> Membership:
    """Give somebody's membership of an organisation, or raise MembershipNotFound."""
    membership = find_member(session, organisation_id, user_id)
    if membership is None:
        raise MembershipNotFound(f"User {user_id} is no member of organisation {organisation_id}.")
    return membership


def add(
    session: Session, organisation: Organisation, user: User, role: MemberRole, *, by: Actor, at: datetime
) -> Membership:
    """Make somebody a member."""
    hold(session, organisation.id, user.id)
    if user.kind != UserKind.PROVIDER:
        raise MembershipNotPossible("not_staff_of_a_provider")
    if find_member(session, organisation.id, user.id) is not None:
        raise MembershipNotPossible("member_already")
    membership = Membership(organisation_id=organisation.id, user_id=user.id, role=role, begun_at=at)
    session.add(membership)
    session.flush()
    record(
        session,
        by,
        "membership.begun",
        "membership",
        membership.id,
        after=state_of_membership(membership),
        at=at,
    )
    end_all(session, user.id, SessionEnd.RIGHTS_CHANGED, by=by, at=at)
    return membership


def change_role(
    session: Session, membership: Membership, role: MemberRole, *, by: Actor, at: datetime
) -> Membership:
    """Give a member another role: the old membership ends and a new one begins."""
    hold(session, membership.organisation_id, membership.user_id)
    session.refresh(membership)  # somebody else may have had their turn while we waited
    if membership.ended_at is not None:
        raise MembershipNotPossible("member_no_more")
    if membership.role == role:
        return membership
    _keep_an_owner(session, membership)
    _end(session, membership, by, at)
    changed = Membership(
        organisation_id=membership.organisation_id, user_id=membership.user_id, role=role, begun_at=at
    )
    session.add(changed)
    session.flush()
    record(
        session, by, "membership.begun", "membership", changed.id, after=state_of_membership(changed), at=at
    )
    end_all(session, changed.user_id, SessionEnd.RIGHTS_CHANGED, by=by, at=at)
    return changed


def remove(session: Session, membership: Membership, *, by: Actor, at: datetime) -> None:
    """Let a member go, at once and everywhere."""
    hold(session, membership.organisation_id, membership.user_id)
    session.refresh(membership)  # as above
    if membership.ended_at is not None:
        return
    _keep_an_owner(session, membership)
    _end(session, membership, by, at)
    end_all(session, membership.user_id, SessionEnd.RIGHTS_CHANGED, by=by, at=at)


def state_of_membership(membership: Membership) -> dict[str, str | int | bool | None]:
    """Describe a membership for the audit trail."""
    return {
        "organisation": membership.organisation_id,
        "user": membership.user_id,
        "role": membership.role,
        "ended": membership.ended_at is not None,
    }


def hold(session: Session, organisation_id: int, user_id: int) -> None:
    """Make others who would change the same members wait, so that an owner is always left."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    hold_all(session, user_id)


def _end(session: Session, membership: Membership, by: Actor, at: datetime) -> None:
    before = state_of_membership(membership)
    membership.ended_at = at
    session.flush()
    after = state_of_membership(membership)
    record(session, by, "membership.ended", "membership", membership.id, before=before, after=after, at=at)


def _keep_an_owner(session: Session, leaving: Membership) -> None:
    if leaving.role != MemberRole.OWNER:
        return
    wanted = select(Membership.id).where(
        Membership.organisation_id == leaving.organisation_id,
        Membership.role == MemberRole.OWNER,
        Membership.ended_at.is_(None),
        Membership.id != leaving.id,
    )
    if session.scalars(wanted.limit(1)).one_or_none() is None:
        raise MembershipNotPossible("last_owner")
