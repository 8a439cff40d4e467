"""What the tests of the register share."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.organisations import AT
from tests.providers.register.importing import OFFERED, take_in


@pytest.fixture
def imported(session: Session) -> Session:
    """Give a register that holds one actor with one published listing."""
    take_in(session, OFFERED, at=AT)
    return session
