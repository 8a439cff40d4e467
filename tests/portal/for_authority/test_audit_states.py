"""What was before and after is told in words, and a code that nobody has a word for stays one."""

import pytest

from portal.for_authority.audit_states import field_words, value_words
from portal.locale import speaking
from providers.organisations.api_keys import state_of_key
from providers.organisations.invitations import state_of_invitation
from providers.organisations.members import state_of_membership
from providers.organisations.models import ApiKey, Invitation, Membership
from providers.people.looks import state_of_look
from providers.people.models import LoginSession, Look, OneTimeLink, SessionEnd, User
from providers.people.rules import state_of, state_of_link, state_of_session
from ratings.measured_results import release_queries
from ratings.measured_results.models import Objection, Release
from ratings.measured_results.objecting import state_of_objection


def test_every_field_of_what_changes_has_a_word() -> None:
    told = (
        state_of(User())
        | state_of_session(LoginSession())
        | state_of_link(OneTimeLink())
        | state_of_look(Look())
        | state_of_membership(Membership())
        | state_of_invitation(Invitation())
        | state_of_key(ApiKey())
        | release_queries.state_of(Release())
        | state_of_objection(Objection())
    )
    assert sorted(told.keys() - field_words().keys()) == []


@pytest.mark.parametrize(
    ("name", "value", "danish", "english"),
    [
        ("authority_role", "caseworker", "Sagsbehandler", "Caseworker"),
        ("kind", "authority", "Myndigheden", "The authority"),
        ("role", "owner", "Ejer", "Owner"),
        ("state", "published", "Offentliggjort", "Published"),
        ("disabled", True, "ja", "yes"),
        ("ended", None, "–", "–"),
        ("authority_role", "king", "king", "king"),
        ("unheard_of", 7, "7", "7"),
        ("seen", ["a", "b"], "a, b", "a, b"),
    ],
)
def test_value_is_told_in_words(name: str, value: object, danish: str, english: str) -> None:
    for language, words in (("da", danish), ("en", english)):
        with speaking(language):
            assert value_words(name, value) == words


def test_every_end_of_a_session_has_a_word() -> None:
    assert [end for end in SessionEnd if value_words("ended", end.value) == end.value] == []
