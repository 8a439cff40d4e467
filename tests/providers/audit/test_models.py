"""Whoever acts is a person with an id, or nobody in particular."""

import pytest

from providers.audit.models import OPERATOR, SYSTEM, Actor, ActorKind, person


def test_person_acts_under_their_id() -> None:
    assert person(7) == Actor(ActorKind.PERSON, 7)
    assert (SYSTEM.id, OPERATOR.id) == (None, None)


@pytest.mark.parametrize(
    ("kind", "actor_id"), [(ActorKind.PERSON, None), (ActorKind.SYSTEM, 7), (ActorKind.OPERATOR, 7)]
)
def test_person_without_id_and_id_without_person_are_refused(kind: ActorKind, actor_id: int | None) -> None:
    with pytest.raises(ValueError, match="A person acts under their id"):
        Actor(kind, actor_id)
