"""Place whoever has not chosen in time by the published default rule, after notice.

Which listing fits best is worked out elsewhere, by the ranking that the citizen sees; its number is given.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.clock import danish_day
from providers.courses.cases import CaseNotFound
from providers.courses.choosing import (
    AlreadyChosen,
    ListingCannotBeChosen,
    NoPlaceLeft,
    Terms,
    published,
    take_place,
)
from providers.courses.codes import ChoiceAction, ChoiceState, How, LapseGround
from providers.courses.decisions import answer_day
from providers.courses.falling import lapse
from providers.courses.models import Choice, ChoiceCase
from providers.courses.moving import Act, advance, begin, hold_open_choice
from providers.listings.models import Listing
from providers.people.profiles import get_citizen_to_change
from providers.working_days import add_working_days


class DeadlineNotOver(Exception):
    """The citizen can still choose, so no rule chooses for them."""


class GroupNotTold(Exception):
    """The municipality has not said which target group counts, so nobody can be placed."""


def suggest(session: Session, case_id: int, listing_id: int, *, notice_days: int, act: Act) -> Choice:
    """Suggest the listing that fits a citizen best, of which they have notice for so many working days.

    Until then they can choose another one, or say that none fits. Raises CaseNotFound, DeadlineNotOver,
    GroupNotTold, AlreadyChosen, ListingCannotBeChosen or NoPlaceLeft.
    """
    case = session.get(ChoiceCase, case_id)
    if case is None or case.closed_at is not None:
        raise CaseNotFound(f"There is no case {case_id} that goes on.")
    get_citizen_to_change(session, case.citizen_id)
    today = danish_day(act.at)
    if today <= case.choose_by:
        raise DeadlineNotOver
    if case.target_group is None:
        raise GroupNotTold
    if hold_open_choice(session, case.citizen_id) is not None:
        raise AlreadyChosen
    home = case.municipality_code
    version = published(session, listing_id, municipality_code=home, target_group=case.target_group)
    take_place(session, listing_id, act.at)
    choice = Choice(
        citizen_id=case.citizen_id,
        listing_id=listing_id,
        listing_version_id=version.id,
        organisation_id=session.get_one(Listing, listing_id).organisation_id,
        municipality_code=home,
        target_group=case.target_group,
        how=How.BY_RULE,
        state=ChoiceState.SUGGESTED,
        made_at=act.at,
        notice_until=add_working_days(today, notice_days),
        version=1,
    )
    begin(session, choice, act=act)
    return choice


def take_effect(session: Session, *, terms: Terms, act: Act) -> Choice | None:
    """Let the next suggestion take effect whose notice is over, and give it; without a place it lapses.

    One in a transaction: whoever chooses holds a place before the trail, and so does this.
    """
    wanted = (
        select(Choice)
        .where(Choice.state == ChoiceState.SUGGESTED, Choice.notice_until < danish_day(act.at))
        .order_by(Choice.id)
        .limit(1)
        .with_for_update()
    )
    choice = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if choice is not None:
        _take_effect(session, choice, terms, act)
    return choice


def _take_effect(session: Session, choice: Choice, terms: Terms, act: Act) -> None:
    try:
        published(
            session,
            choice.listing_id,
            municipality_code=choice.municipality_code,
            target_group=choice.target_group,
        )
        held_at = take_place(session, choice.listing_id, act.at)
    except ListingCannotBeChosen:
        lapse(session, choice, LapseGround.LISTING_WITHDRAWN, act=act)
    except NoPlaceLeft:
        lapse(session, choice, LapseGround.NO_PLACE, act=act)
    else:
        facts = {"held_at": held_at, "answer_by": answer_day(act.at, terms.days_to_answer)}
        advance(session, choice, ChoiceAction.TAKE_EFFECT, act=act, facts=facts)
