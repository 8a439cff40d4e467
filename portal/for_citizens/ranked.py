"""The list made for one citizen: each actor with reasons and a counter-reason, and who is left out."""

from dataclasses import dataclass, replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching.catalogue import Catalogue
from matching.criteria import WISHED, Limit
from matching.explanation import Explained, explain, what_blocks_most, what_would_change, without
from matching.needs import EMPHASES, Needs, document_of
from matching.ranking import ONE_IN, Ranking, rank
from portal.access import public
from portal.for_citizens.free_choice_words import verdict_words
from portal.for_citizens.needs_cookie import answers, keep, needs_of
from portal.for_citizens.needs_steps import first_missing
from portal.for_citizens.needs_words import summary, weights_of
from portal.for_citizens.presenting import ListingView, present
from portal.for_citizens.ranked_words import (
    change_words,
    expected_words,
    left_out_words,
    new_words,
    wish_words,
)
from portal.for_citizens.reason_words import Words
from portal.locale import current_language, ngettext
from portal.locale import gettext as _
from portal.state import catalogue, portal

pages = Blueprint("ranked", __name__)

ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place in the list, ready to print.

    A kept place was kept for an actor of whom little is known, and `new` says so of any other; empty where
    enough is. `simulated` is of the figures.
    """

    number: int
    listing: ListingView
    expected: tuple[str, ...]
    reasons: tuple[str, ...]
    counter_reason: str
    new: str
    kept: bool
    simulated: bool


@dataclass(frozen=True, slots=True)
class Letting:
    """A wish that can be let go of, and how many would then be left."""

    limit: str
    wish: str
    would_fit: int


@pages.get("/ranking")
@public
def ranked() -> ResponseReturnValue:
    """Show the actors that a citizen may choose, the best for them first."""
    held, told = catalogue(), answers()
    needs = needs_of(told, held)
    if needs is None:
        missing = first_missing(told)
        return redirect(url_for("needs.show", step=missing.value if missing else "where"), 303)
    ranking, language = rank(held.columns, needs, held.day), current_language()
    number, last = _page(len(ranking))
    first = (number - 1) * ON_A_PAGE
    shown = explain(held.columns, held.listings, ranking, first, first + ON_A_PAGE)
    return render_template(
        "needs/ranked.html",
        title=_("De bedste for dig"),
        counted=ngettext("%(num)s aktør kan hjælpe dig.", "%(num)s aktører kan hjælpe dig.", len(ranking)),
        places=[_place(each, first + n + 1, held, language) for n, each in enumerate(shown)],
        first=first + 1,
        number=number,
        last=last,
        told=summary(needs, held, language),
        left_out=_left_out(ranking),
        changes=[
            (change.emphasis, change_words(change.emphasis, change.first.content.name))
            for change in what_would_change(held.columns, held.listings, ranking)
        ],
        letting=_letting(ranking),
        choice=_choice(needs, held, language),
        counts=weights_of(needs.weights),
        municipality=needs.municipality,
        one_in=ONE_IN,
    )


@pages.post("/ranking")
@public
def change() -> ResponseReturnValue:
    """Let go of a wish, or let something else matter most, and show the list anew."""
    held = catalogue()
    needs = needs_of(answers(), held)
    if needs is None:
        return redirect(url_for(".ranked"), 303)
    return keep(make_response(redirect(url_for(".ranked"), 303)), document_of(_changed(needs)))


def _changed(needs: Needs) -> Needs:
    """Read what a button says is to be changed; without one of ours nothing is."""
    let_go, emphasis = request.form.get("let_go", ""), request.form.get("emphasis", "")
    if let_go in WISHED:
        return without(needs, Limit(let_go))
    if emphasis in EMPHASES:
        return replace(needs, weights=EMPHASES[emphasis])
    return needs


def _page(count: int) -> tuple[int, int]:
    """Read which page is asked for; what can't be one is the first, and what is too far the last."""
    last = max(1, -(-count // ON_A_PAGE))
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), last), last


def _place(each: Explained, number: int, held: Catalogue, language: str) -> PlaceView:
    words = Words(held, language)
    return PlaceView(
        number=number,
        listing=present(each.listing, language, held.day, held.results),
        expected=expected_words(each.expected, language),
        reasons=tuple(words.for_it(reason) for reason in each.reasons),
        counter_reason=words.against_it(each.counter_reason),
        new=new_words(each.expected) if each.new else "",
        kept=each.kept,
        simulated=each.expected is not None and held.results is not None and held.results.release.simulated,
    )


def _left_out(ranking: Ranking) -> list[str]:
    """Say who is left out and why, the law's reasons first."""
    return [left_out_words(limit, count, ranking.needs) for limit, count in ranking.left_out.items() if count]


def _choice(needs: Needs, held: Catalogue, language: str) -> tuple[str, bool]:
    """Say whether somebody with these needs has a free choice, and whether the rules are invented."""
    rules = portal().settings.choice_rules
    verdict = rules.verdict(needs.municipality, needs.target_group, needs.since, held.day)
    return verdict_words(verdict, rules, language), rules.invented


def _letting(ranking: Ranking) -> Letting | None:
    """Offer to let go of the wish that blocks most, where nobody fits."""
    limit = None if len(ranking) else what_blocks_most(ranking)
    if limit is None:
        return None
    return Letting(limit.value, wish_words(limit), ranking.would_fit[limit])
