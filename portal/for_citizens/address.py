"""Read what a citizen asks for from the address of the search page, and write such addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from matching.facets import Facet, Filters
from matching.finding import FindRequest
from matching.orders import Sort
from portal.locale import gettext as _

TEXT_LIMIT = 300
PAGES_LIMIT = 100_000
VIEWS = ("list", "map")
CHOICES = (
    Facet.MUNICIPALITY,
    Facet.TARGET_GROUP,
    Facet.SUPPORT,
    Facet.KIND,
    Facet.FORMAT,
    Facet.LANGUAGE,
)


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
        codes = {facet: frozenset(self.chosen[facet]) for facet in CHOICES}
        filters = Filters(
            municipalities=codes[Facet.MUNICIPALITY],
            target_groups=codes[Facet.TARGET_GROUP],
            support=codes[Facet.SUPPORT],
            kinds=codes[Facet.KIND],
            languages=codes[Facet.LANGUAGE],
            formats=codes[Facet.FORMAT],
            free_places=self.free_places,
        )
        return FindRequest(
            text=self.text, filters=filters, sort=self.sort, page=self.page, page_size=page_size
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Give the parameters of this address in a fixed order, without those that say what holds anyway."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(facet.value, code) for facet in CHOICES for code in self.chosen[facet]]
        if self.free_places:
            pairs.append((Facet.PLACES.value, "1"))
        if self.sort is not Sort.RELEVANCE:
            pairs.append(("sort", self.sort.value))
        if self.view != VIEWS[0]:
            pairs.append(("view", self.view))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def query(self) -> str:
        """Write the part of the address after the path."""
        pairs = self.pairs()
        return "?" + urlencode(pairs) if pairs else ""

    def turned_to(self, page: int) -> "Asked":
        """Ask for another page of the same."""
        return replace(self, page=page)

    def shown_as(self, view: str) -> "Asked":
        """Ask for the same as a list or a map."""
        return replace(self, view=view, page=1)

    def searching(self, text: str) -> "Asked":
        """Ask for other words with the same choices."""
        return replace(self, text=text, page=1)

    def without(self, facet: Facet, code: str) -> "Asked":
        """Take one choice back."""
        left = tuple(kept for kept in self.chosen[facet] if kept != code)
        return replace(self, chosen={**self.chosen, facet: left}, page=1)

    def with_only(self, facet: Facet, code: str) -> "Asked":
        """Choose one value of a facet instead of what was chosen in it."""
        return replace(self, chosen={**self.chosen, facet: (code,)}, page=1)

    def without_free_places(self) -> "Asked":
        """No longer ask for free places."""
        return replace(self, free_places=False, page=1)


def nothing_chosen(text: str = "", view: str = VIEWS[0]) -> Asked:
    """Ask with words alone."""
    return Asked(text, dict.fromkeys(CHOICES, ()), False, Sort.RELEVANCE, 1, view)


def read(arguments: MultiDict[str, str], known: Mapping[Facet, Iterable[str]]) -> Asked:
    """Read an address; whatever is impossible in it is ignored, with a notice that says so."""
    notices: list[str] = []
    text = " ".join(arguments.get("q", "").replace("\0", " ").split())
    if len(text) > TEXT_LIMIT:
        text = text[:TEXT_LIMIT].rstrip()
        notices.append(_("Vi søger kun på de første %(limit)s tegn af din tekst.", limit=TEXT_LIMIT))
    chosen = {facet: _codes(arguments.getlist(facet.value), known[facet], notices) for facet in CHOICES}
    places = arguments.get(Facet.PLACES.value, "")
    if places not in ("", "0", "1"):
        notices.append(_not_known(places))
    return Asked(
        text=text,
        chosen=chosen,
        free_places=places == "1",
        sort=_sort(arguments.get("sort", ""), notices),
        page=_page(arguments.get("page", ""), notices),
        view=_view(arguments.get("view", ""), notices),
        notices=tuple(dict.fromkeys(notices)),
    )


def _codes(given: list[str], known: Iterable[str], notices: list[str]) -> tuple[str, ...]:
    possible = frozenset(known)
    wanted = [code for code in given if code]
    notices += [_not_known(code) for code in wanted if code not in possible]
    return tuple(sorted({code for code in wanted if code in possible}))


def _sort(given: str, notices: list[str]) -> Sort:
    if given in list(Sort):
        return Sort(given)
    if given:
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
    return VIEWS[0]


def _not_known(value: str) -> str:
    shown = value if len(value) <= 40 else value[:40] + "…"
    return _("Vi kender ikke valget “%(value)s”, så vi har set bort fra det.", value=shown)
