"""Those who work are listed with how they stand; a citizen is never among them."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.people import commands, links, sessions
from providers.people.models import AuthorityRole, LinkPurpose, SignInMethod, User, UserKind
from providers.people.queries import UserNotFound
from providers.people.staff import (
    EVERYBODY,
    StaffState,
    Wanted,
    count_by_state,
    count_staff,
    get_staff,
    names,
    staff,
)
from tests.factories.people import (
    AT,
    make_authority_user,
    make_citizen,
    make_municipality_user,
    make_provider_user,
)

DAY = timedelta(days=1)


def invite(session: Session, user: User) -> None:
    links.issue(session, user, LinkPurpose.INVITATION, nonce="n", by=OPERATOR, at=AT)


def sign_in(session: Session, user: User) -> None:
    sessions.begin(
        session, user, token_hash=f"{user.id}", method=SignInMethod.BROKER, device="Firefox", at=AT
    )


def named(session: Session, number: int, name: str) -> User:
    user = make_provider_user(session, number)
    user.name = name
    session.flush()
    return user


def test_no_citizen_is_listed_counted_named_or_given(session: Session) -> None:
    citizen = make_citizen(session)
    somebody = make_authority_user(session)
    assert [member.user.id for member in staff(session, EVERYBODY, AT, limit=10)] == [somebody.id]
    assert count_staff(session, EVERYBODY, AT) == 1
    assert sum(count_by_state(session, AT).values()) == 1
    assert names(session, 10) == [(somebody.id, somebody.name)]
    with pytest.raises(UserNotFound):
        get_staff(session, citizen.id, AT)


def test_everybody_stands_in_exactly_one_way(session: Session) -> None:
    never_asked, invited, answered, shut_out = (make_provider_user(session, n) for n in range(4))
    for user in (invited, answered, shut_out):
        invite(session, user)
    sign_in(session, answered)
    commands.disable(session, shut_out, by=OPERATOR, at=AT)

    def states_at(days: int) -> list[StaffState]:
        users = (never_asked, invited, answered, shut_out)
        return [get_staff(session, user.id, AT + days * DAY).state for user in users]

    standing = [StaffState.NOT_INVITED, StaffState.INVITED, StaffState.ACTIVE, StaffState.DISABLED]
    assert states_at(0) == standing
    standing[1] = StaffState.EXPIRED
    assert states_at(7) == standing
    standing[2] = StaffState.DORMANT
    assert states_at(91) == standing
    counted = count_by_state(session, AT + 91 * DAY)
    assert {state: count for state, count in counted.items() if count} == dict.fromkeys(standing, 1)
    for state in standing:
        assert count_staff(session, Wanted(state=state), AT + 91 * DAY) == 1


def test_withdrawn_invitation_counts_no_longer(session: Session) -> None:
    user = make_provider_user(session)
    invite(session, user)
    before = get_staff(session, user.id, AT)
    links.withdraw_open(session, user.id, LinkPurpose.INVITATION, by=OPERATOR, at=AT)
    after = get_staff(session, user.id, AT)
    assert (before.state, after.state) == (StaffState.INVITED, StaffState.NOT_INVITED)
    assert before.last_invitation == after.last_invitation > 0


def test_new_invitation_and_changed_rights_change_the_stamp(session: Session) -> None:
    user = make_authority_user(session)
    stamps = [get_staff(session, user.id, AT).stamp]
    invite(session, user)
    stamps.append(get_staff(session, user.id, AT).stamp)
    commands.change_authority_role(session, user, AuthorityRole.AUDITOR, by=OPERATOR, at=AT)
    stamps.append(get_staff(session, user.id, AT).stamp)
    assert len(set(stamps)) == 3


@pytest.mark.parametrize(
    "words", ["østergård", "ØSTERGÅRD", "gård", "Åse øster", "medarbejder1@vejen", "ØSTERGÅRD åse"]
)
def test_people_are_found_by_parts_of_name_and_address_in_any_case(session: Session, words: str) -> None:
    found = named(session, 1, "Åse Østergård")
    named(session, 2, "Bo Berg")
    assert [member.user.id for member in staff(session, Wanted(words=words), AT, limit=9)] == [found.id]


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --", "Åse Bo"])
def test_what_matches_nobody_finds_nobody(session: Session, words: str) -> None:
    named(session, 1, "Åse Østergård")
    named(session, 2, "Bo Berg")
    assert staff(session, Wanted(words=words), AT, limit=9) == []


DANISH = ("aase", "Ørn", "Zita", "anna", "Ægir", "Bo")
IN_ORDER = ["anna", "Bo", "Zita", "Ægir", "Ørn", "aase"]


def test_people_are_listed_as_in_a_danish_list_over_all_pages(session: Session) -> None:
    for number, name in enumerate(DANISH, 1):
        named(session, number, name)
    pages = [staff(session, EVERYBODY, AT, limit=4, offset=offset) for offset in (0, 4)]
    assert [member.user.name for page in pages for member in page] == IN_ORDER
    assert [name for _number, name in names(session, 9)] == IN_ORDER
    assert [name for _number, name in names(session, 2)] == IN_ORDER[:2]


def test_lists_are_narrowed_by_kind_and_cut_into_pages(session: Session) -> None:
    make_municipality_user(session)
    providers = [make_provider_user(session, number) for number in (3, 1, 2)]
    wanted = Wanted(kind=UserKind.PROVIDER)
    pages = [staff(session, wanted, AT, limit=2, offset=offset) for offset in (0, 2)]
    in_order = sorted(providers, key=lambda user: user.name or "")
    assert [member.user.id for page in pages for member in page] == [user.id for user in in_order]
    assert count_staff(session, wanted, AT) == 3
