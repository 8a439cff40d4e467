"""Twenty act at once: one gets the last place, one answer counts, and the others are told at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.queries import get_head, in_order
from providers.audit.rules import first_fault, replay
from providers.courses import answering, choosing
from providers.courses.choosing import AlreadyChosen, NoPlaceLeft
from providers.courses.codes import ChoiceState, ContactPurpose, DeclineGround
from providers.courses.contacts import Viewer, look_at_contact
from providers.courses.models import Choice
from providers.courses.moving import ChoiceHasChanged, ChoiceNotFound, of_person, state_of_choice
from providers.courses.queries import free_places
from providers.people.erasure import erase_citizen
from providers.people.models import User
from providers.people.queries import UserNotFound
from tests.factories.choices import CHOSEN_AT, REASON, TERMS, make_choice, make_offer, wish_for
from tests.factories.people import AARHUS, make_citizen, make_provider_user

AT_ONCE = 20
TOLD = (NoPlaceLeft, AlreadyChosen, ChoiceHasChanged, ChoiceNotFound, UserNotFound)


def at_once(database: Database, act: Callable[[Session, int], object], times: int = AT_ONCE) -> Counter[str]:
    """Do something in many transactions at the same time, and count what each was told."""
    ready = Barrier(times)

    def one(number: int) -> str:
        ready.wait(timeout=30)
        try:
            with database.transaction() as session:
                act(session, number)
        except TOLD as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(one, range(times)))


def require_trail_to_tell_the_choices(session: Session) -> None:
    assert first_fault(in_order(session), get_head(session)) is None
    told = {key[1]: state for key, state in replay(in_order(session)).items() if key[0] == "choice"}
    assert told == {str(choice.id): state_of_choice(choice) for choice in session.query(Choice)}


def test_of_twenty_who_choose_the_last_place_exactly_one_gets_it(database: Database) -> None:
    with database.transaction() as session:
        listing = make_offer(session, places=1)
        wish = wish_for(session, listing)
        citizens = [make_citizen(session, AARHUS).id for _ in range(AT_ONCE)]

    def choose(session: Session, number: int) -> None:
        act = of_person(citizens[number], CHOSEN_AT)
        choosing.choose(session, citizens[number], wish, terms=TERMS, act=act)

    assert at_once(database, choose) == {"done": 1, "NoPlaceLeft": AT_ONCE - 1}
    with database.reading() as session:
        assert session.query(Choice).count() == 1
        assert free_places(session, [listing.id]) == {listing.id: 0}
        require_trail_to_tell_the_choices(session)


def test_of_twenty_who_change_to_the_last_place_the_others_keep_what_they_have(database: Database) -> None:
    with database.transaction() as session:
        before, after = make_offer(session, 1), make_offer(session, 2, places=1)
        wish = wish_for(session, after)
        held = [(each.citizen_id, each.id) for each in (make_choice(session, before) for _ in range(AT_ONCE))]

    def change(session: Session, number: int) -> None:
        citizen, choice = held[number]
        act = of_person(citizen, CHOSEN_AT)
        choosing.change(session, citizen, choice, wish, seen=1, reason=None, terms=TERMS, act=act)

    assert at_once(database, change) == {"done": 1, "NoPlaceLeft": AT_ONCE - 1}
    with database.reading() as session:
        states = Counter(choice.state for choice in session.query(Choice))
        assert states == {ChoiceState.WAITING: AT_ONCE, ChoiceState.CHANGED: 1}
        require_trail_to_tell_the_choices(session)


def test_one_citizen_who_clicks_twenty_times_has_one_choice(database: Database) -> None:
    with database.transaction() as session:
        wish = wish_for(session, make_offer(session, places=5))
        citizen = make_citizen(session, AARHUS).id

    def choose(session: Session, _number: int) -> None:
        choosing.choose(session, citizen, wish, terms=TERMS, act=of_person(citizen, CHOSEN_AT))

    assert at_once(database, choose) == {"done": 1, "AlreadyChosen": AT_ONCE - 1}


def test_of_a_yes_a_no_and_a_withdrawal_at_once_exactly_one_counts(database: Database) -> None:
    with database.transaction() as session:
        choice = make_choice(session, make_offer(session))
        staff = make_provider_user(session).id
        number, citizen, seen = choice.id, choice.citizen_id, choice.version

    def answer(session: Session, turn: int) -> None:
        act = of_person(staff, CHOSEN_AT)
        if turn % 3 == 0:
            answering.accept(session, number, seen=seen, act=act)
        elif turn % 3 == 1:
            ground = DeclineGround.FULL
            answering.decline(session, number, seen=seen, ground=ground, reason=REASON, act=act)
        else:
            by_citizen = of_person(citizen, CHOSEN_AT)
            choosing.withdraw(session, citizen, number, seen=seen, reason=None, act=by_citizen)

    assert at_once(database, answer) == {"done": 1, "ChoiceHasChanged": AT_ONCE - 1}
    with database.reading() as session:
        require_trail_to_tell_the_choices(session)


def test_citizen_is_erased_while_others_look_and_nobody_waits_for_ever(database: Database) -> None:
    with database.transaction() as session:
        choice = make_choice(session, make_offer(session))
        viewers = [
            Viewer(make_provider_user(session, number).id, organisation_id=choice.organisation_id)
            for number in range(1, AT_ONCE + 1)
        ]
        number, citizen = choice.id, choice.citizen_id

    def look_or_erase(session: Session, turn: int) -> None:
        if turn == 0:
            user = session.get_one(User, citizen)
            erase_citizen(session, user, by=of_person(citizen, CHOSEN_AT).by, at=CHOSEN_AT)
        else:
            look_at_contact(session, viewers[turn], number, ContactPurpose.MEETING, at=CHOSEN_AT)

    told = at_once(database, look_or_erase)
    assert sum(told.values()) == AT_ONCE
    with database.reading() as session:
        assert session.query(Choice).count() == 0
        require_trail_to_tell_the_choices(session)
