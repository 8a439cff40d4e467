"""Check from the terminal that nobody has tampered with the audit trail."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError
from tqdm import tqdm

from portal.state import portal
from providers.audit.queries import EventUnreadable, TrailHasNoHead, get_head, hold_still, in_order
from providers.audit.rules import Fault, Head, first_fault

HEAD = re.compile(r"(\d{1,10}):([0-9a-f]{64})")
ADVICE = (
    "Write this head down somewhere else and give it next time with --head: "
    "then even a trail that was rewritten wholly is found out."
)


class HeadParameter(click.ParamType[Head]):
    """Read a head as `audit verify` prints it."""

    name = "SEQ:HASH"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        """Give the head, or tell what one looks like."""
        parts = HEAD.fullmatch(value.strip())
        if parts is None:
            self.fail("A head is the number of an event, a colon and 64 hexadecimal digits.", param, ctx)
        return Head(int(parts[1]), parts[2])


@click.group()
def audit() -> None:
    """Look after the audit trail."""


@audit.command("verify")
@click.option("--head", "known", type=HeadParameter(), help="A head that was written down earlier.")
@with_appcontext
def verify(known: Head | None) -> None:
    """Read the whole trail and say whether anything in it was changed, removed or cut off."""
    with _told():
        head, fault = _verify(known)
    if fault:
        raise click.ClickException(str(fault))
    click.echo(f"{head.seq} {'event' if head.seq == 1 else 'events'}, unbroken. Head: {head}")
    click.echo(ADVICE)


def _verify(known: Head | None) -> tuple[Head, Fault | None]:
    with portal().database.reading() as session:
        hold_still(session)
        head = get_head(session)
        with tqdm(
            in_order(session),
            desc="Checking",
            total=head.seq,
            unit="events",
            unit_scale=True,
            disable=None,
            file=sys.stderr,
            leave=False,
        ) as events:
            return head, first_fault(events, head, known)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong into a sentence for the one at the terminal."""
    try:
        yield
    except (EventUnreadable, TrailHasNoHead) as error:
        raise click.ClickException(str(error)) from None
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(
            f"The audit trail cannot be read from the database ({reason})."
            " Has `flask --app wsgi database upgrade` been run?"
        ) from None
