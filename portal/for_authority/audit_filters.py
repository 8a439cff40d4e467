"""Read from the address which events of the trail are wanted; what is impossible is said, nothing shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from portal.for_authority.audit_words import GROUPS, group_label, object_labels
from portal.locale import gettext as _
from providers.audit.models import LONGEST_CODE
from providers.audit.queries import Wanted
from providers.audit.values import CODE
from providers.clock import COPENHAGEN

FIELDS = ("group", "type", "number", "person", "other", "from", "to")
LARGEST_NUMBER = 2**31 - 1
NUMBER = re.compile(r"[0-9]{1,10}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class Filters:
    """What a reader has chosen, as typed, and for each field that cannot be so what is wrong with it."""

    values: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    before_seq: int | None = None
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def query(self) -> str:
        """Give the address's part that names these choices."""
        return urlencode({name: value for name, value in self.values.items() if value})

    def is_day(self, name: str) -> bool:
        """Say whether a field of a day is empty or holds one, so that a browser can show it as a day."""
        return not self.values[name] or _day_in(self.values[name]) is not None


def read_filters(args: Mapping[str, str]) -> Filters:
    """Read the choices."""
    filters = Filters({name: args.get(name, "").strip() for name in FIELDS})
    since, until = _days(filters)
    filters.wanted = Wanted(
        action_prefix=_group(filters),
        object_type=_type(filters),
        object_id=_object_id(filters),
        actor_id=_person(filters),
        since=since,
        until=until,
    )
    filters.before_seq = number_in(args.get("before", ""))
    return filters


def number_in(text: str) -> int | None:
    """Read a number that a database can hold."""
    number = int(text) if NUMBER.fullmatch(text) else None
    return number if number is not None and number <= LARGEST_NUMBER else None


def group_choices() -> list[tuple[str, str]]:
    """Give the groups of actions, for a list to choose from."""
    return [(group, group_label(group)) for group in GROUPS]


def type_choices() -> list[tuple[str, str]]:
    """Give the types of objects, for a list to choose from."""
    return list(object_labels().items())


def _group(filters: Filters) -> str:
    group = filters.values["group"]
    if group and group not in GROUPS:
        filters.faults["group"] = _("Den slags hændelser findes ikke.")
    # "recovery_code" is the beginning of two groups that belong together; the others end with a point.
    return group if group in ("", "recovery_code") else f"{group}."


def _type(filters: Filters) -> str | None:
    wanted = filters.values["type"]
    if wanted and wanted not in object_labels():
        filters.faults["type"] = _("Den slags ting findes ikke.")
    return filters.values["type"] or None


def _object_id(filters: Filters) -> str | None:
    number = filters.values["number"]
    if number and (len(number) > LONGEST_CODE or not CODE.fullmatch(number)):
        filters.faults["number"] = _("Sådan ser et nummer ikke ud.")
    return filters.values["number"] or None


def _person(filters: Filters) -> int | None:
    """Read whose events are wanted: a number that was typed counts before a name that was chosen."""
    for name in ("other", "person"):
        if filters.values[name] and number_in(filters.values[name]) is None:
            filters.faults[name] = _("Sådan ser en persons nummer ikke ud. Det er kun cifre.")
    return number_in(filters.values["other"] or filters.values["person"])


def _days(filters: Filters) -> tuple[datetime | None, datetime | None]:
    """Read from and to which Danish day; both belong to what is wanted."""
    first, last = _day(filters, "from"), _day(filters, "to")
    if first is not None and last is not None and first > last:
        filters.faults["to"] = _("Den sidste dag ligger før den første. Byt dem om.")
    return _midnight(first), _midnight(last + timedelta(days=1)) if last else None


def _day(filters: Filters, name: str) -> date | None:
    text = filters.values[name]
    day = _day_in(text)
    if text and day is None:
        filters.faults[name] = _("Den dag findes ikke. Skriv en dag som 2026-11-30.")
    return day


def _day_in(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None
    # The years at both ends of the calendar leave no room for the hours between Denmark and UTC.
    return day if day is not None and date.min.year < day.year < date.max.year else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, COPENHAGEN) if day else None
