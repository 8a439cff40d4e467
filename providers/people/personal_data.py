"""What the portal keeps about people: every column of every table, in one place.

Copies of a person's data, erasing and the tests read it from here. `docs/personal-data.md` says the same to
people. A column that is not named here makes a test fail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from providers.people.models import STAFF_KINDS, UserKind

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

# Rows that refer to others stand before these, and the user stands after all that is theirs.
KEPT = (
    Kept(
        table="audit_event",
        part="actions",
        about=EVERYBODY,
        erasing=Erasing.NUMBER,
        why="so that nobody can change the register unseen",
        how_long="for ever, with numbers and states only",
        owner="actor_id",
        copied=("at", "action"),
        withheld={
            "object_type": SOMEBODY_ELSE,
            "object_id": SOMEBODY_ELSE,
            "before": SOMEBODY_ELSE,
            "after": SOMEBODY_ELSE,
        },
    ),
    Kept(
        table="outbox_message",
        part="mails",
        about=STAFF_KINDS,
        erasing=Erasing.ROW,
        why="to send mails that have been asked for, once each",
        how_long="30 days after the mail has been sent, then only that there was one",
        owner="payload",
        copied=("created_at", "payload", "done_at"),
        withheld={"key": "a name that keeps a mail from being sent twice; it can hold the user's number"},
    ),
    Kept(
        table="look",
        part="looks_at_you",
        about=CITIZENS,
        erasing=Erasing.ROW,
        why="so that citizens can see who has looked at their facts, and why",
        how_long="5 years after the look",
        owner="citizen_id",
        copied=("at", "municipality_code", "purpose"),
        trail="look",
    ),
    Kept(
        table="look",
        part="looks_by_you",
        about=frozenset({UserKind.MUNICIPALITY}),
        erasing=Erasing.HOLDS,
        why="so that citizens can see who has looked at their facts, and why",
        how_long="5 years after the look",
        owner="viewer_id",
        copied=("at", "municipality_code", "purpose"),
        withheld={"citizen_id": SOMEBODY_ELSE},
    ),
    Kept(
        table="citizen_profile",
        part="home",
        about=CITIZENS,
        erasing=Erasing.ROW,
        why="so that the home municipality's caseworker can help; given freely",
        how_long="until the citizen takes it away, or as long as the user",
        owner="user_id",
        copied=("municipality_code", "changed_at"),
        trail="profile",
    ),
    Kept(
        table="membership",
        part="memberships",
        about=frozenset({UserKind.PROVIDER}),
        erasing=Erasing.ROW,
        why="to know who acts for which actor",
        how_long=AS_LONG_AS_THE_USER,
        owner="user_id",
        copied=("organisation_id", "role", "begun_at", "ended_at"),
        trail="membership",
    ),
    Kept(
        table="invitation",
        part="invitations_you_accepted",
        about=frozenset({UserKind.PROVIDER}),
        erasing=Erasing.ROW,
        why="to ask somebody by their mail address to act for an actor",
        how_long="30 days after the invitation was accepted, withdrawn or ran out",
        owner="accepted_by",
        copied=(
            "organisation_id",
            "email",
            "name",
            "role",
            "made_at",
            "expires_at",
            "accepted_at",
            "withdrawn_at",
        ),
        withheld={"nonce": SECRET},
        trail="invitation",
    ),
    Kept(
        table="invitation",
        part="invitations_you_sent",
        about=frozenset({UserKind.PROVIDER}),
        erasing=Erasing.REFERENCE,
        why="to know who has asked somebody to act for an actor",
        how_long="30 days after the invitation was accepted, withdrawn or ran out",
        owner="invited_by",
        copied=("organisation_id", "role", "made_at", "accepted_at", "withdrawn_at"),
    ),
    Kept(
        table="api_key",
        part="keys_you_made",
        about=frozenset({UserKind.PROVIDER}),
        erasing=Erasing.REFERENCE,
        why="to know who has made an actor's key to the API",
        how_long=AS_LONG_AS_THE_USER,
        owner="made_by",
        copied=("name", "made_at", "revoked_at"),
        withheld={"key_hash": SECRET},
    ),
    Kept(
        table="one_time_link",
        part="mailed_links",
        about=STAFF_KINDS,
        erasing=Erasing.ROW,
        why="to let somebody in by a link in a mail, once",
        how_long="30 days after the link was used, withdrawn or ran out",
        owner="user_id",
        copied=("purpose", "created_at", "expires_at", "used_at", "withdrawn_at"),
        withheld={"nonce": SECRET},
        trail="link",
    ),
    Kept(
        table="login_session",
        part="sessions",
        about=EVERYBODY,
        erasing=Erasing.ROW,
        why="to keep somebody signed in, and to show them where they are",
        how_long="30 days after it ended; the latest one as long as the user, for the last visit",
        owner="user_id",
        copied=("begun_at", "seen_at", "ends_at", "ended_at", "ended_because", "method", "device"),
        withheld={"token_hash": SECRET},
        trail="login_session",
    ),
    Kept(
        table="recovery_code",
        part="recovery_codes",
        about=STAFF_KINDS,
        erasing=Erasing.ROW,
        why="to let somebody in who has lost their second factor",
        how_long="until new ones are made, or as long as the user",
        owner="user_id",
        copied=("used_at",),
        withheld={"code_hash": SECRET},
        trail="recovery_codes",
        numbered_by="user_id",
    ),
    Kept(
        table="second_factor",
        part="second_factor",
        about=STAFF_KINDS,
        erasing=Erasing.ROW,
        why="to ask for more than a password",
        how_long="until it is replaced, or as long as the user",
        owner="user_id",
        copied=("created_at", "confirmed_at"),
        withheld={"sealed_secret": SECRET, "last_step": SECRET},
        trail="second_factor",
    ),
    Kept(
        table="password",
        part="password",
        about=STAFF_KINDS,
        erasing=Erasing.ROW,
        why="to let somebody in",
        how_long="until it is changed, or as long as the user",
        owner="user_id",
        copied=("changed_at",),
        withheld={"hash": SECRET},
        trail="password",
    ),
    Kept(
        table="identity",
        part="identities",
        about=EVERYBODY,
        erasing=Erasing.ROW,
        why="to know somebody again who signs in with MitID",
        how_long=AS_LONG_AS_THE_USER,
        owner="user_id",
        copied=("broker", "created_at"),
        withheld={"subject_hash": ONE_WAY},
        trail="identity",
    ),
    Kept(
        table="result_import",
        part="result_files_you_brought_in",
        about=frozenset({UserKind.AUTHORITY}),
        erasing=Erasing.REFERENCE,
        why="to know who has brought in what results are worked out from",
        how_long=AS_LONG_AS_THE_USER,
        owner="imported_by",
        copied=("source", "imported_at"),
    ),
    Kept(
        table="result_upload",
        part="result_files_you_handed_in",
        about=frozenset({UserKind.AUTHORITY}),
        erasing=Erasing.REFERENCE,
        why="to know who has handed in what results are worked out from",
        how_long=AS_LONG_AS_THE_USER,
        owner="uploaded_by",
        copied=("file_name", "uploaded_at"),
    ),
    Kept(
        table="release",
        part="releases_you_made",
        about=frozenset({UserKind.AUTHORITY}),
        erasing=Erasing.REFERENCE,
        why="to know who has worked out which figures",
        how_long=AS_LONG_AS_THE_USER,
        owner="made_by",
        copied=("first_quarter", "last_quarter", "made_at"),
    ),
    Kept(
        table="release_order",
        part="release_steps_you_asked_for",
        about=frozenset({UserKind.AUTHORITY}),
        erasing=Erasing.REFERENCE,
        why="to know who has asked for what to be done with a release",
        how_long=AS_LONG_AS_THE_USER,
        owner="asked_by",
        copied=("step", "first_quarter", "last_quarter", "asked_at"),
    ),
    Kept(
        table="objection",
        part="objections_you_made",
        about=frozenset({UserKind.PROVIDER}),
        erasing=Erasing.REFERENCE,
        why="to know who has objected to an actor's figures",
        how_long=AS_LONG_AS_THE_USER,
        owner="made_by",
        copied=("text", "made_at"),
    ),
    Kept(
        table="objection",
        part="objections_you_answered",
        about=frozenset({UserKind.AUTHORITY}),
        erasing=Erasing.REFERENCE,
        why="to know who has answered an actor",
        how_long=AS_LONG_AS_THE_USER,
        owner="answered_by",
        copied=("answer", "answered_at"),
    ),
    Kept(
        table="portal_user",
        part="user",
        about=EVERYBODY,
        erasing=Erasing.ROW,
        why="to know who may do what",
        how_long="citizens: until they erase it, or 24 months after their last visit; "
        "staff: 12 months after they were shut out or left their last actor",
        owner="id",
        copied=(
            "id",
            "kind",
            "name",
            "email",
            "language",
            "authority_role",
            "municipality_code",
            "simulated",
            "created_at",
            "disabled_at",
        ),
        trail="user",
    ),
    Kept(
        table="sign_in_failure",
        part="wrong_guesses",
        about=NOBODY_KNOWN,
        erasing=Erasing.CLOCK,
        why="to stop whoever guesses at passwords",
        how_long="24 hours, and then until the next night",
        withheld={"account_hash": ONE_WAY, "address_hash": ONE_WAY, "at": ONE_WAY},
    ),
    Kept(
        table="api_use",
        part="requests_to_the_api",
        about=NOBODY_KNOWN,
        erasing=Erasing.CLOCK,
        why="to keep one caller of the API from taking all of it",
        how_long="until the next night",
        withheld={"caller_hash": ONE_WAY, "minute_at": ONE_WAY, "requests": ONE_WAY},
    ),
    Kept(
        table="spell",
        part="courses_of_registers",
        about=NOBODY_KNOWN,
        erasing=Erasing.CLOCK,
        why="to work out how many got into work, and what could be expected",
        how_long="5 years after the referral",
        withheld={
            "course_key": ONE_WAY,
            **dict.fromkeys(
                (
                    "organisation_id",
                    "listing_id",
                    "target_group",
                    "municipality_code",
                    "case_mix_id",
                    "quarter",
                    "referred_on",
                    "ended_on",
                    "work_3",
                    "work_6",
                    "work_12",
                    "weeks_in_work",
                    "subsidised",
                    "passive_weeks_6",
                    "passive_weeks_12",
                    "company_weeks",
                    "active_weeks",
                    "price",
                ),
                FROM_REGISTERS,
            ),
        },
    ),
)


def personal_columns(kept: Kept) -> set[str]:
    """Name the columns of a table that hold something of its person."""
    named = {*kept.copied, *kept.withheld}
    return named | {kept.owner} if kept.owner else named
