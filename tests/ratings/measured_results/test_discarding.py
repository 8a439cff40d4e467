"""A draft that turned out wrong is let go of, with a note; what anybody else has seen stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.audit.models import person
from providers.audit.queries import in_order
from providers.people.models import User
from ratings.measured_results import orders
from ratings.measured_results.discarding import discard, discarded_lately
from ratings.measured_results.models import Release, Result
from ratings.measured_results.orders import SomebodyWasFirst, Step
from ratings.measured_results.rules import ReleaseNotAllowed
from tests.factories.organisations import make_organisation
from tests.factories.people import AT, make_authority_user
from tests.factories.releases import make_release, make_result


@pytest.fixture
def lead(session: Session) -> User:
    return make_authority_user(session)


def published(session: Session) -> Release:
    return make_release(session, state="published", published_at=AT, public_figures=b"")


def counted(session: Session, table: type[Release | Result]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_draft_goes_with_its_figures_and_nothing_else_does(session: Session, lead: User) -> None:
    public = published(session)
    draft = make_release(session, corrects_id=public.id)
    actor = make_organisation(session)
    for release in (public, draft):
        make_result(session, release, actor)
    number = draft.id
    discard(session, draft, " En fil manglede. ", by=person(lead.id), at=AT)
    assert (counted(session, Release), counted(session, Result)) == (1, 1)
    assert public.state == "published"
    assert make_release(session).id > number
    *_others, event = in_order(session)
    assert (event.action, event.object_id, event.after) == ("release.discarded", str(number), None)
    assert event.before is not None
    (noted,) = discarded_lately(session, AT)
    assert (noted.note, noted.asked_by) == ("En fil manglede.", lead.id)
    assert discarded_lately(session, AT + timedelta(days=8)) == []


def test_what_actors_or_everybody_have_seen_is_not_discarded(session: Session, lead: User) -> None:
    public = published(session)
    for release in (public, make_release(session, state="preview", preview_until=AT.date())):
        with pytest.raises(ReleaseNotAllowed, match="discarded_after_the_draft"):
            discard(session, release, "Fejl.", by=person(lead.id), at=AT)
    assert counted(session, Release) == 2


def test_draft_is_discarded_with_a_note_and_while_nothing_else_is_asked_for(
    session: Session, lead: User
) -> None:
    draft = make_release(session)
    with pytest.raises(ReleaseNotAllowed, match="discarded_without_a_note"):
        discard(session, draft, " ", by=person(lead.id), at=AT)
    order = orders.order_step(session, draft, Step.PREVIEW, seen="draft", by_user=lead.id, at=AT)
    with pytest.raises(SomebodyWasFirst):
        discard(session, draft, "Fejl.", by=person(lead.id), at=AT)
    orders.end(order, orders.OrderState.FAILED, at=AT)
    discard(session, draft, "Fejl.", by=person(lead.id), at=AT)
    assert counted(session, Release) == 0
