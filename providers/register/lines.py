"""Read one line of a register file: from bytes to a frozen record, or to a list of problems."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from providers.approval.models import ApprovalBasis
from providers.approval.rules import problem_with_term
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.organisations.rules import problem_with_key
from providers.register import values
from providers.register.codes import codes_on
from providers.register.contents import ContentReader
from providers.register.fields import Fields, Notes
from providers.register.records import (
    FORMAT,
    ApprovalRecord,
    AvailabilityRecord,
    Header,
    ListingRecord,
    OrganisationRecord,
    Problem,
)
from providers.register.values import Unfit, optional

LINE = "whole line"
HEADER = ("record", "format", "source", "as_of")
ORGANISATION = ("record", "organisation", "kind", "slug", "name", "simulated", "approvals")
APPROVAL = ("basis", "ground", "municipalities", "target_groups", "valid_from", "valid_to")
LISTING = (
    "record",
    "organisation",
    "key",
    "slug",
    "p_number",
    "registered_on",
    "claimed_on",
    "status",
    "content",
    "availability",
)
AVAILABILITY = ("places", "waiting_days", "confirmed_at")
MOST_PLACES, MOST_WAITING_DAYS = 100_000, 3_650

a_key = values.text(100)


def decode(raw: bytes) -> Any:
    """Read a line as JSON, or raise Unfit: text in UTF-8, no key twice in an object, no NaN."""
    try:
        return json.loads(raw.decode(), object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        shown = raw[error.start : error.start + 8].decode(errors="backslashreplace")
        raise Unfit((shown, f"byte {error.start + 1} of the line is not UTF-8")) from None
    except json.JSONDecodeError as error:
        reason = f"is not JSON at character {error.pos + 1}: {error.msg}"
        raise Unfit((error.doc[error.pos :][:40], reason)) from None
    except RecursionError:
        raise Unfit((None, "is nested too deeply")) from None
    except ValueError:
        raise Unfit((None, "holds a number with too many digits")) from None


def parse_header(number: int, given: Any) -> Header | list[Problem]:
    """Read the first line."""
    notes = Notes(number)
    fields = Fields(given, HEADER, notes)
    fields.read("record", values.code({"register"}, '"register", which the first line must be'))
    fields.read("format", _format)
    header = Header(fields.read("source", values.text(500)), fields.read("as_of", values.day))
    return notes.problems or header


class LineReader:
    """Reads the lines after the first by the code lists of the file's day."""

    def __init__(self, as_of: date) -> None:
        """Prepare what all lines share."""
        codes = codes_on(as_of)
        self._municipalities = codes.municipalities
        self._content = ContentReader(codes)
        self._scope_of_municipalities = optional(
            values.codes(codes.municipalities, "a municipality on the file's day", least=1)
        )
        self._scope_of_target_groups = optional(
            values.codes(codes.target_groups, "a target group on the file's day", least=1)
        )

    def parse(self, number: int, given: Any) -> OrganisationRecord | ListingRecord | list[Problem]:
        """Read an organisation or a listing."""
        notes = Notes(number)
        kind = given.get("record") if isinstance(given, dict) else None
        if kind == "organisation":
            organisation = self._organisation(Fields(given, ORGANISATION, notes))
            return notes.problems or organisation
        if kind == "listing":
            listing = self._listing(Fields(given, LISTING, notes))
            return notes.problems or listing
        if kind == "register":
            notes.add("record", kind, "stands on the first line only")
        elif not isinstance(given, dict):
            notes.add(LINE, given, "must be a JSON object")
        else:
            notes.add("record", kind, "must be organisation or listing")
        return notes.problems

    def _organisation(self, fields: Fields) -> OrganisationRecord:
        record = OrganisationRecord(
            key=fields.read("organisation", a_key),
            kind=fields.read("kind", values.one_of(OrganisationKind)),
            slug=fields.read("slug", values.slug),
            name=fields.read("name", values.text(200)),
            simulated=fields.read("simulated", values.flag),
            approvals=tuple(self._approval(each) for each in fields.each("approvals", APPROVAL)),
        )
        if not fields.fits:
            return record
        reason = problem_with_key(
            record.key,
            kind=record.kind,
            slug=record.slug,
            simulated=record.simulated,
            municipalities=self._municipalities,
        )
        if reason is not None:
            fields.note("organisation", record.key, reason)
        _check_approvals(fields, record)
        return replace(record, approvals=tuple(sorted(record.approvals, key=_term)))

    def _approval(self, fields: Fields) -> ApprovalRecord:
        return ApprovalRecord(
            basis=fields.read("basis", values.one_of(ApprovalBasis)),
            ground=fields.read("ground", values.text(2000)),
            municipalities=fields.read("municipalities", self._scope_of_municipalities),
            target_groups=fields.read("target_groups", self._scope_of_target_groups),
            valid_from=fields.read("valid_from", values.day),
            valid_to=fields.read("valid_to", optional(values.day)),
        )

    def _listing(self, fields: Fields) -> ListingRecord:
        return ListingRecord(
            organisation=fields.read("organisation", a_key),
            key=fields.read("key", values.slug),
            slug=fields.read("slug", values.slug),
            p_number=fields.read("p_number", optional(values.form(r"[0-9]{10}", "must be ten digits"))),
            registered_on=fields.read("registered_on", values.day),
            claimed_on=fields.read("claimed_on", optional(values.day)),
            status=fields.read("status", values.one_of(ListingStatus)),
            content=self._content.read(fields),
            availability=self._availability(fields) if fields.has("availability") else None,
        )

    def _availability(self, listing: Fields) -> AvailabilityRecord:
        fields = listing.inside("availability", AVAILABILITY)
        return AvailabilityRecord(
            places=fields.read("places", optional(values.whole(MOST_PLACES))),
            waiting_days=fields.read("waiting_days", optional(values.whole(MOST_WAITING_DAYS))),
            confirmed_at=fields.read("confirmed_at", values.moment),
        )


def _check_approvals(fields: Fields, record: OrganisationRecord) -> None:
    """Note approvals that cannot be, and two that would be the same."""
    seen = set()
    for number, approval in enumerate(record.approvals):
        reason = problem_with_term(record.kind, approval.basis, approval.valid_from, approval.valid_to)
        if reason is not None:
            fields.note(f"approvals[{number}]", approval.basis, reason)
        if _term(approval) in seen:
            reason = "another approval on the same basis begins on the same day"
            fields.note(f"approvals[{number}].valid_from", approval.valid_from.isoformat(), reason)
        seen.add(_term(approval))


def _term(approval: ApprovalRecord) -> tuple[date, ApprovalBasis]:
    """Give what tells an organisation's approvals apart, in the order they are kept in."""
    return approval.valid_from, approval.basis


def _format(value: Any) -> int:
    if type(value) is not int or value != FORMAT:
        raise Unfit((value, f"must be {FORMAT}, the only format there is"))
    return FORMAT


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        repeated = next(key for key in names if names.count(key) > 1)
        raise Unfit((repeated, "this key stands twice in one object"))
    return found


def _refuse_constant(name: str) -> Any:
    raise Unfit((name, "is not a number that JSON has"))
