"""How the portal tells what it keeps about people: one record for a table and a person in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from providers.people.models import UserKind

CITIZENS = frozenset({UserKind.CITIZEN})
EVERYBODY = frozenset(UserKind)
NOBODY_KNOWN: frozenset[UserKind] = frozenset()


class Erasing(StrEnum):
    """Say what happens to what is kept when its person is erased."""

    ROW = "row"  # the row goes
    REFERENCE = "reference"  # the row is somebody else's; it stays and names the person no more
    NUMBER = "number"  # the row stays; the person's number in it then leads to nobody
    HOLDS = "holds"  # nobody is erased while there is such a row
    CLOCK = "clock"  # nobody can tell whose the row is, so only the clock removes it


@dataclass(frozen=True, slots=True)
class Kept:
    """What one table keeps about one person.

    `owner` is the column that holds the number of the person's user, or whose JSON holds it as `user_id`.
    `copied` are the columns that the person's own copy shows, `withheld` those that it does not, each with
    the reason. `trail` is what the audit trail calls such an object, where it tells of them; it numbers them
    as the table does, or as the column `numbered_by` does.
    """

    table: str
    part: str
    about: frozenset[UserKind]
    erasing: Erasing
    why: str
    how_long: str
    owner: str | None = None
    copied: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    trail: str | None = None
    numbered_by: str | None = None


SECRET = "proves who somebody is, and a copy of it could be stolen"  # noqa: S105 - a reason, not a secret
ONE_WAY = "a hash that leads back to nobody who does not know what it was made of"
FROM_REGISTERS = "told by registers of somebody whom nobody here can name"
SOMEBODY_ELSE = "says something about somebody else"
AS_LONG_AS_THE_USER = "as long as the user"
