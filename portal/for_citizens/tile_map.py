"""The tile map: each municipality's square, with how many of the listings found cover it."""

from dataclasses import dataclass

from matching.facets import Facet
from matching.finding import Findings
from portal.for_citizens.address import Asked, Links
from providers.alphabet import danish_key
from providers.reference import queries as reference

LEVELS = 4


@dataclass(frozen=True, slots=True)
class TileView:
    """A municipality on the tile map; level 0 has no listings, 4 has the most."""

    code: str
    name: str
    abbreviation: str
    column: int
    row: int
    count: int
    url: str
    chosen: bool
    level: int


def make(asked: Asked, findings: Findings, links: Links) -> tuple[TileView, ...]:
    """Make the tiles by name; each leads to the list of what was found in its municipality."""
    found = findings.counts[Facet.MUNICIPALITY]
    tiles = sorted(reference.tile_map(), key=lambda tile: danish_key(tile.name))
    counts = [found.get(tile.code, 0) for tile in tiles]
    chosen = asked.chosen[Facet.MUNICIPALITY]
    return tuple(
        TileView(
            code=tile.code,
            name=tile.name,
            abbreviation=tile.abbreviation,
            column=tile.column,
            row=tile.row,
            count=count,
            url=links.only(Facet.MUNICIPALITY, tile.code),
            chosen=tile.code in chosen,
            level=_level(count, min(counts), max(counts)),
        )
        for tile, count in zip(tiles, counts, strict=True)
    )


def _level(count: int, fewest: int, most: int) -> int:
    """Give the shade of a tile: 0 for none, else 1 to 4 in equal steps from the fewest to the most."""
    if count == 0:
        return 0
    return 1 + (count - fewest) * LEVELS // (most - fewest + 1)
