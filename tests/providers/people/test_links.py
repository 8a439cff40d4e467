"""A mailed link works once, in time, and only the newest of its kind."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.people import links
from providers.people.links import LinkNotUsable
from providers.people.models import LinkPurpose, OneTimeLink, User
from providers.people.rules import LIFETIME
from tests.factories.people import AT, make_provider_user

INVITATION, RESET = LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET
SECOND = timedelta(seconds=1)


def issue(session: Session, user: User, purpose: LinkPurpose = INVITATION) -> OneTimeLink:
    return links.issue(session, user, purpose, nonce="0" * 32, by=OPERATOR, at=AT)


def why_not(session: Session, link_id: int) -> tuple[str, str | None]:
    with pytest.raises(LinkNotUsable) as refused:
        links.get_usable(session, link_id, AT)
    return refused.value.fact, refused.value.purpose


def test_link_works_until_its_last_moment(session: Session) -> None:
    link = issue(session, make_provider_user(session))
    end = AT + LIFETIME[INVITATION]
    assert links.get_usable(session, link.id, end - SECOND)[0] is link
    with pytest.raises(LinkNotUsable) as refused:
        links.get_usable(session, link.id, end)
    assert refused.value.fact == "expired"


def test_used_link_works_no_more(session: Session) -> None:
    link = issue(session, make_provider_user(session))
    links.use(session, link, at=AT)
    assert why_not(session, link.id) == ("used", INVITATION)


def test_newer_link_of_the_same_purpose_takes_the_place_of_earlier_ones(session: Session) -> None:
    user, other = make_provider_user(session), make_provider_user(session, 2)
    first, reset, of_other = issue(session, user), issue(session, user, RESET), issue(session, other)
    newest = issue(session, user)
    assert why_not(session, first.id) == ("withdrawn", INVITATION)
    for link in (reset, of_other, newest):
        assert links.get_usable(session, link.id, AT)[0] is link


def test_link_of_somebody_who_is_disabled_says_so_first(session: Session) -> None:
    user = make_provider_user(session)
    link = issue(session, user, RESET)
    links.use(session, link, at=AT)
    user.disabled_at = AT
    session.flush()
    assert why_not(session, link.id) == ("disabled", RESET)


def test_link_that_was_never_issued_is_unknown(session: Session) -> None:
    assert why_not(session, 77) == ("unknown", None)


def test_open_invitation_is_found_until_it_is_answered(session: Session) -> None:
    user = make_provider_user(session)
    assert links.open_invitation(session, user.id, AT) is None
    link = issue(session, user)
    assert links.open_invitation(session, user.id, AT) is link
    assert links.find_open_link(session, link.id, AT) is link
    assert links.open_invitation(session, user.id, AT + LIFETIME[INVITATION]) is None
    links.use(session, link, at=AT)
    assert links.open_invitation(session, user.id, AT) is None
    assert links.find_open_link(session, link.id, AT) is None


def test_links_are_counted_by_purpose_and_since_when(session: Session) -> None:
    user = make_provider_user(session)
    issue(session, user)
    issue(session, user, RESET)
    issue(session, user, RESET)
    assert links.count_issued(session, user.id, RESET, AT - SECOND) == 2
    assert links.count_issued(session, user.id, RESET, AT) == 0


def test_trail_tells_how_each_link_ended(session: Session) -> None:
    user = make_provider_user(session)
    first, second = issue(session, user), issue(session, user)
    links.use(session, second, at=AT)
    told = replay(in_order(session))
    assert told[("link", str(first.id))]["ended"] == "withdrawn"
    assert told[("link", str(second.id))] == {"user": user.id, "purpose": "invitation", "ended": "used"}
