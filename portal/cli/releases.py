"""Make releases of figures at the terminal, publish them, withdraw them, check them and write them out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.cli.terminal import new_file, told
from portal.jobs.results import code_version, mail_preview, make_release_with_charts, publish_release
from portal.state import Portal, portal
from providers.audit.models import OPERATOR
from ratings.measured_results import discarding
from ratings.measured_results import releases as subject
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.export import NothingPublic, as_csv, as_json, public_rows, whole_rows
from ratings.measured_results.figure_queries import reach_of
from ratings.measured_results.models import Release
from ratings.measured_results.orders import SomebodyWasFirst
from ratings.measured_results.release_queries import ReleaseUnknown, get_release
from ratings.measured_results.release_queries import releases as list_releases
from ratings.measured_results.rules import (
    METHOD_VERSION,
    NotAQuarter,
    ReleaseNotAllowed,
    name_of_quarter,
    quarter_named,
)

# What stands in the way, by the fact that ReleaseNotAllowed names.
SENTENCES = {
    "period_runs_backward": "The last quarter lies before the first.",
    "period_has_not_ended": "The last quarter has not ended, so nobody can know its figures yet.",
    "nothing_in_the_period": "No rows lie in these quarters: import some, or name other quarters.",
    "simulated_beside_real": "Simulated rows stand beside real ones in these quarters. "
    "Keep simulated ones in a database of their own.",
    "corrects_what_is_not_public": "Only a release that is or was public can be corrected.",
    "corrected_already": "It has been corrected already: correct the release that did so.",
    "corrects_another_period": "A correction has the quarters of the release that it corrects.",
    "corrected_without_a_note": "A correction needs --note, which tells everybody what was wrong.",
    "discarded_without_a_note": "The note tells why, so it can't be empty.",
    "discarded_after_the_draft": "Only a draft can be discarded: this has been shown to its actors.",
    "withdrawn_without_a_note": "The note tells everybody why, so it can't be empty.",
    "preview_runs": "Actors may still object: it can be published the day after its preview ends.",
    "draft_to_published": "Only simulated figures can be published at once: "
    "show the draft to its actors first, with `results preview`.",
}
NOT_FROM_HERE = "It is {now}: {rule}."
RULES = {
    ReleaseState.DRAFT: "nothing becomes a draft again",
    ReleaseState.PREVIEW: "only a draft can be shown to its actors",
    ReleaseState.PUBLISHED: "only what its actors have been shown can be published, and once",
    ReleaseState.WITHDRAWN: "only what is published can be withdrawn",
}
BETWEEN_STATES = "_to_"
DIGITS_OF_HASH = 12


class Quarter(click.ParamType[int]):
    """A quarter such as 2025-Q1."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        try:
            return value if isinstance(value, int) else quarter_named(value)
        except NotAQuarter:
            self.fail(f"{value!r} is not a quarter such as 2025-Q1.", param, ctx)


NUMBER = click.argument("number", type=click.IntRange(min=1), metavar="RELEASE")


@click.command("release")
@click.option("--from", "first", type=Quarter(), required=True, help="The first quarter of referral.")
@click.option("--to", "last", type=Quarter(), required=True, help="The last one, which belongs to it.")
@click.option("--publish-now", is_flag=True, help="Show it to everybody at once; only simulated figures.")
@click.option("--corrects", type=click.IntRange(min=1), metavar="RELEASE", help="The release it replaces.")
@click.option("--note", help="What everybody is told of it.")
@with_appcontext
def make(first: int, last: int, *, publish_now: bool, corrects: int | None, note: str | None) -> None:
    """Work out the figures of a period, as a draft that only the authority sees."""
    state = portal()
    with _allowed("No release has been made"):
        number = make_release_with_charts(
            state, (first, last), by=OPERATOR, corrects_id=corrects, note=note, publish_now=publish_now
        )
    _show(state, number)


@click.command("preview")
@NUMBER
@with_appcontext
def preview(number: int) -> None:
    """Show a draft to the actors whose figures it holds, and mail them; they may object for 14 days."""
    with _step(number) as (session, release):
        _warn_of_few(session, release)
        at = portal().now()
        subject.open_preview(session, release, by=OPERATOR, at=at)
        mail_preview(session, release, at)


@click.command("publish")
@NUMBER
@with_appcontext
def publish(number: int) -> None:
    """Show a release to everybody; one that it corrects is withdrawn with the same note."""
    state = portal()
    with _allowed(f"Release {number} stays as it is"):
        publish_release(state, number, by=OPERATOR)
    _show(state, number)


@click.command("withdraw")
@NUMBER
@click.option("--note", required=True, help="Why, for everybody to read.")
@with_appcontext
def withdraw(number: int, note: str) -> None:
    """Take a release out of use; it stays readable with the note."""
    with _step(number) as (session, release):
        subject.withdraw(session, release, note, by=OPERATOR, at=portal().now())


@click.command("discard")
@NUMBER
@click.option("--note", required=True, help="Why, for the authority to read.")
@with_appcontext
def discard(number: int, note: str) -> None:
    """Let go of a draft that turned out wrong; nobody outside the authority has seen it."""
    outcome = f"Release {number} stays as it is"
    try:
        with _allowed(outcome), portal().database.transaction() as session:
            release = get_release(session, number)
            discarding.discard(session, release, note, by=OPERATOR, at=portal().now())
    except SomebodyWasFirst:
        raise click.ClickException(
            f"{outcome}: a lead has asked for a step, which is not done yet."
        ) from None
    click.echo(f"Draft {number} is discarded.")


@click.command("releases")
@with_appcontext
def releases() -> None:
    """List the releases, the latest first."""
    with told("Nothing can be listed"), portal().database.reading() as session:
        for release in list_releases(session):
            click.echo(_line(release))


@click.command("verify")
@NUMBER
@with_appcontext
def verify(number: int) -> None:
    """Work a release out again from the counts that it keeps, to the last digit."""
    with _allowed("Nothing can be verified"), portal().database.reading() as session:
        release = get_release(session, number)
        found = subject.faults(session, release)
        made_by = release.code_version, release.method_version
    for fault in found:
        click.echo(f"Release {number}: {fault}.", err=True)
    if found and made_by != (code_version(), METHOD_VERSION):
        click.echo(_made_by_another(number, *made_by), err=True)
    if found:
        raise click.ClickException(f"Release {number} does not come out as it is kept.")
    click.echo(f"Release {number} comes out the same to the last digit.")


@click.command("export")
@NUMBER
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), required=True, help="How to write it.")
@click.option("--public", is_flag=True, help="Only what everybody may see, rounded as they see it.")
@click.option("--quarters", is_flag=True, help="Also the figures of each quarter.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")
@with_appcontext
def export(number: int, kind: str, *, public: bool, quarters: bool, output: Path | None) -> None:
    """Write a release's figures; without --public also those that are too few to show, marked as hidden."""
    choose = public_rows if public else whole_rows
    try:
        with _allowed("Nothing has been exported"), portal().database.reading() as session:
            release = get_release(session, number)
            rows = choose(session, release, quarters=quarters)
            text = as_json(release, rows) if kind == "json" else as_csv(rows)
            _write(text, output)
    except NothingPublic:
        raise click.ClickException(
            f"Release {number} is not published, so there is nothing in it that everybody may see."
        ) from None


COMMANDS = (make, preview, publish, withdraw, discard, releases, verify, export)


def _made_by_another(number: int, code: str, method: str) -> str:
    """Say that the code has been changed since, so that a difference need not be in the figures."""
    return (
        f"Release {number} was made by code {code[:DIGITS_OF_HASH]}, method {method}; this is code "
        f"{code_version()[:DIGITS_OF_HASH]}, method {METHOD_VERSION}. What comes out differently may do so "
        "for that alone: verify it with the code that made it."
    )


def _show(state: Portal, number: int) -> None:
    """Say where a release stands, and warn when it says little."""
    with state.database.reading() as session:
        release = get_release(session, number)
        click.echo(_line(release))
        _warn_of_few(session, release)


def _warn_of_few(session: Session, release: Release) -> None:
    reach = reach_of(session, release.id)
    if reach.shows_few or (release.fits and reach.grades_few):
        click.echo(
            f"Note: everybody sees figures of {reach.shown} of {reach.actors} actors, {reach.graded} of them "
            "with a grade. More quarters give more figures.",
            err=True,
        )


@contextmanager
def _step(number: int) -> Iterator[tuple[Session, Release]]:
    """Let one release go a step in one transaction, and say where it stands then."""
    with (
        _allowed(f"Release {number} stays as it is"),
        portal().database.transaction() as session,
    ):
        release = get_release(session, number)
        yield session, release
        done = _line(release)
    click.echo(done)


@contextmanager
def _allowed(outcome: str) -> Iterator[None]:
    """Say in a sentence why something is not possible."""
    try:
        with told(outcome):
            yield
    except ReleaseUnknown as unknown:
        raise click.ClickException(f"{outcome}: there is no release {unknown.args[0]}.") from None
    except ReleaseNotAllowed as refused:
        raise click.ClickException(f"{outcome}. {sentence_of(refused.fact)}") from None


def sentence_of(fact: str) -> str:
    """Say what stands in the way of a release."""
    if fact in SENTENCES:
        return SENTENCES[fact]
    now, _, to = fact.partition(BETWEEN_STATES)
    return NOT_FROM_HERE.format(now=ReleaseState(now).value, rule=RULES[ReleaseState(to)])


def _line(release: Release) -> str:
    """Tell a release in one line."""
    marks = [
        *(["simulated"] if release.simulated else []),
        *([] if release.fits else ["not adjusted"]),
        *([f"actors may object until {release.preview_until}"] if release.state == "preview" else []),
        *([f"published {release.published_at:%Y-%m-%d %H:%M}Z"] if release.published_at else []),
        *([f"corrects {release.corrects_id}"] if release.corrects_id else []),
        *([release.note] if release.note else []),
    ]
    period = f"{name_of_quarter(release.first_quarter)} to {name_of_quarter(release.last_quarter)}"
    return "\t".join([str(release.id), period, release.state, *marks])


def _write(lines: Iterator[str], output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.writelines(line.encode() for line in lines)
        return
    with new_file(output) as file:
        file.writelines(line.encode() for line in lines)
