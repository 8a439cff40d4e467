"""Read what a citizen asks for from the address of the search page, and write such addresses."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

from matching.facets import Facet, Filters
from matching.finding import FindRequest
from matching.orders import Sort
from portal.locale import gettext as _

TEXT_LIMIT = 300
# What somebody typed may run from right to left; it must not turn the sentence around it.
ISOLATED = "\u2068{}\u2069"
PAGES_LIMIT = 100_000
LIST, MAP = VIEWS = ("list", "map")
CHOICES = (
    Facet.MUNICIPALITY,
    Facet.TARGET_GROUP,
    Facet.SUPPORT,
    Facet.FIELD,
    Facet.ACCOMMODATION,
    Facet.KIND,
    Facet.FORMAT,
    Facet.LANGUAGE,
)


Parameter = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; codes that nobody knows are left out and told in `notices`."""

    text: str
    chosen: Mapping[Facet, tuple[str, ...]]
    free_places: bool
    sort: Sort
    page: int
    view: str
    notices: tuple[str, ...] = ()

    def request(self, page_size: int) -> FindRequest:
        """Give the question that the catalogue answers."""
        filters = Filters(
            municipalities=frozenset(self.chosen[Facet.MUNICIPALITY]),
            target_groups=frozenset(self.chosen[Facet.TARGET_GROUP]),
            support=frozenset(self.chosen[Facet.SUPPORT]),
            fields=frozenset(self.chosen[Facet.FIELD]),
            accommodations=frozenset(self.chosen[Facet.ACCOMMODATION]),
            kinds=frozenset(self.chosen[Facet.KIND]),
            languages=frozenset(self.chosen[Facet.LANGUAGE]),
            formats=frozenset(self.chosen[Facet.FORMAT]),
            free_places=self.free_places,
        )
        return FindRequest(
            text=self.text, filters=filters, sort=self.sort, page=self.page, page_size=page_size
        )

    def parts(self) -> dict[Parameter, str]:
        """Give each parameter as it is written in an address, without the page and what holds anyway."""
        parts = {("q", self.text): "q=" + quote_plus(self.text)} if self.text else {}
        for facet, codes in self.chosen.items():
            for code in codes:
                parts[facet, code] = f"{facet}={code}"  # codes are our own and need no quoting
        if self.free_places:
            parts[Facet.PLACES, "1"] = f"{Facet.PLACES}=1"
        if self.sort is not Sort.RELEVANCE:
            parts["sort", self.sort.value] = f"sort={self.sort}"
        if self.view != LIST:
            parts["view", self.view] = f"view={self.view}"
        return parts


class Links:
    """Write the addresses that a page of hits leads to: the same question with one thing changed."""

    def __init__(self, asked: Asked, path: str) -> None:
        """Take what is asked for, and the path of the search page."""
        self._path = path
        self._parts = asked.parts()

    def first_page(self) -> str:
        """Lead to the first page of the same hits."""
        return self._url([*self._parts.values()])

    def other_page(self) -> str:
        """Lead to another page of the same hits; its number comes behind."""
        return self._url([*self._parts.values(), "page="])

    def view(self, view: str) -> str:
        """Lead to the same hits as a list or a map."""
        return self._url([*self._all_but("view"), *([f"view={view}"] if view != LIST else [])])

    def without(self, name: str, value: str) -> str:
        """Lead to the hits there are when one choice is taken back."""
        return self._url([part for pair, part in self._parts.items() if pair != (name, value)])

    def without_choices(self) -> str:
        """Lead to what the words alone find."""
        return self._url([part for (name, _), part in self._parts.items() if name in ("q", "view")])

    def only(self, facet: Facet, code: str) -> str:
        """Lead to the list of hits with one value of a facet instead of those chosen in it."""
        return self._url([*self._all_but(facet, "view"), f"{facet}={code}"])

    def words(self, text: str) -> str:
        """Lead to what other words find with the same choices."""
        return self._url([f"q={quote_plus(text)}", *self._all_but("q")])

    def _all_but(self, *names: str) -> list[str]:
        return [part for (name, _), part in self._parts.items() if name not in names]

    def _url(self, parts: list[str]) -> str:
        return f"{self._path}?{'&'.join(parts)}" if parts else self._path


def read(arguments: MultiDict[str, str], known: Mapping[Facet, Container[str]]) -> Asked:
    """Read an address; whatever is impossible in it is ignored, with a notice that says so."""
    given, notices = arguments.to_dict(flat=False), list[str]()
    text = " ".join(_first(given, "q").replace("\0", " ").split())
    if len(text) > TEXT_LIMIT:
        text = text[:TEXT_LIMIT].rstrip()
        notices.append(_("Vi søger kun på de første %(limit)s tegn af din tekst.", limit=TEXT_LIMIT))
    chosen = {
        facet: _codes(given[facet], known[facet], notices) if facet in given else () for facet in CHOICES
    }
    places = _first(given, Facet.PLACES)
    if places not in ("", "0", "1"):
        notices.append(_not_known(places))
    return Asked(
        text=text,
        chosen=chosen,
        free_places=places == "1",
        sort=_sort(_first(given, "sort"), notices),
        page=_page(_first(given, "page"), notices),
        view=_view(_first(given, "view"), notices),
        notices=tuple(dict.fromkeys(notices)),
    )


def _first(given: Mapping[str, Sequence[str]], name: str) -> str:
    return given[name][0] if name in given else ""


def _codes(given: Sequence[str], known: Container[str], notices: list[str]) -> tuple[str, ...]:
    wanted = [code for code in given if code]
    notices += [_not_known(code) for code in wanted if code not in known]
    return tuple(sorted({code for code in wanted if code in known}))


def _sort(given: str, notices: list[str]) -> Sort:
    if not given:
        return Sort.RELEVANCE
    if given in list(Sort):
        return Sort(given)
    notices.append(_not_known(given))
    return Sort.RELEVANCE


def _page(given: str, notices: list[str]) -> int:
    if given.isascii() and given.isdigit() and len(given) <= len(str(PAGES_LIMIT)) and int(given) > 0:
        return int(given)
    if given:
        notices.append(_not_known(given))
    return 1


def _view(given: str, notices: list[str]) -> str:
    if given in VIEWS:
        return given
    if given:
        notices.append(_not_known(given))
    return LIST


def _not_known(value: str) -> str:
    shown = value if len(value) <= 40 else value[:40] + "…"
    return _("Vi kender ikke valget ”%(value)s”, så vi har set bort fra det.", value=ISOLATED.format(shown))
