"""What one citizen asks for: the few answers that a ranking is made from, and nothing that names them."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
POSTCODE = re.compile(r"\d{4}")
MOST_KM = 500
MOST_DAYS = 365
MOST_WEIGHT = 100


class NeedsUnusable(Exception):
    """An answer can't be used: which one, what stood there, and a code that says what is wrong with it."""

    def __init__(self, answer: str, value: object, fact: str) -> None:
        super().__init__(f"{answer} is {value!r}: {fact}.")
        self.answer = answer
        self.value = value
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion counts beside the others, each 0 to 100; these are the published ones."""

    result: int = 50
    ratings: int = 15
    waiting: int = 15
    distance: int = 10
    wishes: int = 10

    def __post_init__(self) -> None:
        """Refuse weights out of range, and weights under which nothing counts."""
        for each in fields(self):
            weight = getattr(self, each.name)
            if type(weight) is not int or not 0 <= weight <= MOST_WEIGHT:
                raise NeedsUnusable(f"weights.{each.name}", weight, "not_a_weight")
        if not any(asdict(self).values()):
            raise NeedsUnusable("weights", 0, "nothing_counts")


STANDARD = Weights()
# What a citizen can say matters most, as weights; the first ones are everybody's who says nothing.
EMPHASES: Mapping[str, Weights] = {
    "balanced": STANDARD,
    "result": Weights(result=80, ratings=5, waiting=5, distance=5, wishes=5),
    "waiting": Weights(result=25, ratings=5, waiting=60, distance=5, wishes=5),
    "distance": Weights(result=25, ratings=5, waiting=5, distance=60, wishes=5),
    "wishes": Weights(result=25, ratings=5, waiting=5, distance=5, wishes=60),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """A citizen's answers; codes are those of the code lists, and several are sorted and stand once.

    `municipality` is the home, and `postcode` only makes distances better. `fund` is the slug of the a-kasse
    that they are a member of; None is none. `since` is the month (YYYY-MM) in which the benefit began; None
    is not told. These are limits, and what breaks one is left out: `furthest_km`, `languages` (any of them)
    and `start_within_days`. These are wishes, and each that is met counts: `support`, `fields`,
    `accommodations` and `formats`.
    """

    municipality: str
    target_group: str
    postcode: str | None = None
    fund: str | None = None
    since: str | None = None
    furthest_km: int | None = None
    support: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    accommodations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    start_within_days: int | None = None
    weights: Weights = field(default=STANDARD)

    def __post_init__(self) -> None:
        """Put several codes in order, so that equal needs are equal, and refuse what can't be."""
        for name in SEVERAL:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        _require(self.postcode is None or POSTCODE.fullmatch(self.postcode), "postcode", self.postcode)
        _require(self.since is None or MONTH.fullmatch(self.since), "since", self.since)
        _require_whole("furthest_km", self.furthest_km, MOST_KM)
        _require_whole("start_within_days", self.start_within_days, MOST_DAYS)

    @property
    def emphasis(self) -> str | None:
        """Name what the weights say matters most; None is weights of the citizen's own."""
        return next((name for name, weights in EMPHASES.items() if weights == self.weights), None)

    def hash(self, *more: object) -> bytes:
        """Give 16 bytes that are the same for the same needs and whatever they are taken together with.

        When the benefit began is not among them, since no order depends on it.
        """
        text = json.dumps(
            [document_of(replace(self, since=None)), *map(str, more)], ensure_ascii=False, sort_keys=True
        )
        return hashlib.blake2b(text.encode(), digest_size=16).digest()


SEVERAL = ("support", "fields", "accommodations", "languages", "formats")


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The codes that answers can have on a day."""

    municipality: Collection[str]
    target_group: Collection[str]
    fund: Collection[str]
    support: Collection[str]
    fields: Collection[str]
    accommodations: Collection[str]
    languages: Collection[str]
    formats: Collection[str]


def needs_from(document: Mapping[str, Any], known: KnownCodes) -> Needs:
    """Read needs from what `document_of` writes, or a person wrote by hand; raise NeedsUnusable.

    Only municipality and target group must be there. A name that no answer has is refused, since whoever
    misspells one would get another order than the one asked for.
    """
    answers = dict(document)
    names = {each.name for each in fields(Needs)}
    for name, value in answers.items():
        _require(name in names, str(name), value, "no_such_answer")
    for name in ("municipality", "target_group"):
        _require(answers.get(name), name, answers.get(name), "missing")
    for each in fields(KnownCodes):
        _require_known(each.name, answers.get(each.name), getattr(known, each.name))
    for name in ("postcode", "since"):
        _require(answers.get(name) is None or isinstance(answers[name], str), name, answers.get(name))
    weights = answers.pop("weights", {})
    _require(isinstance(weights, Mapping), "weights", weights)
    for name in weights:
        _require(name in asdict(STANDARD), f"weights.{name}", weights[name], "no_such_answer")
    for name in SEVERAL:
        answers[name] = tuple(answers.get(name) or ())
    return Needs(**answers, weights=replace(STANDARD, **weights))


def document_of(needs: Needs) -> dict[str, Any]:
    """Write needs as plain JSON values, leaving out what was not answered."""
    written = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(needs).items()
    }
    return {name: value for name, value in written.items() if value not in (None, [])}


def _require(holds: object, answer: str, value: object, fact: str = "not_possible") -> None:
    if not holds:
        raise NeedsUnusable(answer, value, fact)


def _require_whole(answer: str, value: object, most: int) -> None:
    _require(value is None or (type(value) is int and 0 <= value <= most), answer, value)


def _require_known(answer: str, value: object, codes: Collection[str]) -> None:
    """Refuse codes that do not exist; several stand in a list."""
    if answer in SEVERAL:
        _require(value is None or isinstance(value, list | tuple), answer, value, "not_a_list")
        asked: Collection[object] = value if isinstance(value, list | tuple) else ()
    else:
        asked = () if value is None else (value,)
    for code in asked:
        _require(isinstance(code, str) and code in codes, answer, code, "no_such_code")
