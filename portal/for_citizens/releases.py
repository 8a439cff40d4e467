"""Every release of results that has been public: what changed, what it says of the country, and its files."""

from collections.abc import Callable, Iterable, Sequence

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import public
from portal.for_citizens import release_view
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue, portal
from ratings.measured_results.export import Row, as_csv, as_json, public_rows
from ratings.measured_results.models import Release
from ratings.measured_results.published import PublishedFigures
from ratings.measured_results.release_queries import public_figures_of, public_releases

pages = Blueprint("public_releases", __name__)

Write = Callable[[Release, Sequence[Row]], Iterable[str]]


@pages.get("/results/releases")
@public_page
def releases() -> str:
    """List the releases that everybody can see or could once, and what changed when."""
    with portal().database.reading() as session:
        found = public_releases(session)
        return render_template(
            "releases.html",
            title=_("Offentliggjorte resultater"),
            releases=[release_view.line_of(each, _current()) for each in found],
            changes=release_view.changes(found),
        )


@pages.get("/results/releases/<int:release_id>")
@public_page
def release(release_id: int) -> str:
    """Show one release: where it stands, what it says of the country, and what it was made from."""
    with portal().database.reading() as session:
        found = public_releases(session)
        chosen, figures = _chosen(found, release_id)
        view = release_view.make(chosen, found, figures, _current(), current_language())
        return render_template("release.html", title=view.title, release=view)


@pages.get("/results/releases/<int:release_id>/figures.csv")
@public
def figures_as_csv(release_id: int) -> ResponseReturnValue:
    """Give a release's public figures as a table."""
    return _file(release_id, "csv", "text/csv", lambda _release, rows: as_csv(rows))


@pages.get("/results/releases/<int:release_id>/figures.json")
@public
def figures_as_json(release_id: int) -> ResponseReturnValue:
    """Give a release's public figures to programs."""
    return _file(release_id, "json", "application/json", as_json)


def _file(release_id: int, ending: str, kind: str, write: Write) -> ResponseReturnValue:
    """Make a file, unless the reader has it already."""
    with portal().database.reading() as session:
        chosen, _figures = _chosen(public_releases(session), release_id)
        response = Response(mimetype=kind)
        mark = f"{chosen.id}-{chosen.state}-{chosen.results_hash[:16]}-{catalogue().revision}"
        response.set_etag(mark)
        response.headers["Cache-Control"] = "public, no-cache"
        if not request.if_none_match.contains(mark):
            response.data = "".join(write(chosen, public_rows(session, chosen, quarters=True))).encode()
            name = f"release-{chosen.id}-{chosen.state}.{ending}"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response.make_conditional(request)


def _current() -> int | None:
    """Give the number of the release in force."""
    results = catalogue().results
    return results.release.id if results else None


def _chosen(found: Sequence[Release], release_id: int) -> tuple[Release, PublishedFigures]:
    chosen = next((each for each in found if each.id == release_id), None)
    figures = None if chosen is None else public_figures_of(chosen)
    if chosen is None or figures is None:
        abort(404)
    return chosen, figures
