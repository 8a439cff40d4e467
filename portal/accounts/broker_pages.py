"""Signing in through a broker: the way there, the way back, and a page for each thing that can go wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Blueprint, Flask, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.access import anybody, is_local_address, the_person
from portal.accounts import first_owner, joining, oidc
from portal.accounts.broker_file import brokers_from
from portal.accounts.brokers import Audience, Broker, brokers, passwords_are_offered
from portal.accounts.claims import Proof, proof_from
from portal.accounts.entering import Carried, enter, in_language, with_query
from portal.accounts.refusals import OVER, SignInRefused, words_about
from portal.accounts.workspaces import home_of
from portal.keys import keyed_hash
from portal.locale import NATIONAL_LANGUAGE, current_language
from portal.state import portal
from providers.people.commands import UserNotPossible
from providers.people.models import User

pages = Blueprint("brokers", __name__)
log = structlog.get_logger("portal")
RETRY_AFTER_SECONDS = "60"
LONGEST_NEXT = 500


@dataclass(frozen=True, slots=True)
class Way:
    """One button on the sign-in page."""

    audience: Audience
    name: str
    url: str


def init_brokers(app: Flask) -> None:
    """Read the brokers of this installation, and let templates offer them."""
    found = brokers_from(app.extensions["portal"].settings)
    app.extensions["brokers"] = found
    app.extensions["broker_clients"] = oidc.clients_of(found)
    app.jinja_env.globals["ways_through_brokers"] = ways
    app.jinja_env.globals["passwords_are_offered"] = passwords_are_offered


def ways(wanted: str) -> list[Way]:
    """List the brokers to choose from, each leading on to where somebody wants to go."""
    return [
        Way(audience, broker.names[current_language()], address_to_begin(audience, wanted=wanted))
        for audience in Audience
        if (broker := brokers().find(audience)) is not None
    ]


def address_to_begin(audience: Audience, *, wanted: str = "", link: str = "") -> str:
    """Give the link that leads to a broker; no form, since a browser would not let that leave the site."""
    return with_query(url_for(f"brokers.begin_{audience}"), next=wanted, link=link)


@pages.get("/sign-in/citizen")
@anybody
def begin_citizen() -> ResponseReturnValue:
    """Send a citizen to their broker."""
    return _begin(_broker(Audience.CITIZEN))


@pages.get("/sign-in/staff")
@anybody
def begin_staff() -> ResponseReturnValue:
    """Send somebody who works to their broker; `link` is the token of an invitation that they follow."""
    return _begin(_broker(Audience.STAFF))


@pages.get("/sign-in/citizen/return")
@anybody
def return_citizen() -> ResponseReturnValue:
    """Sign in a citizen who comes back from the broker."""
    return _return(_broker(Audience.CITIZEN), _admit_citizen)


@pages.get("/sign-in/staff/return")
@anybody
def return_staff() -> ResponseReturnValue:
    """Sign in somebody who works and comes back from the broker."""
    return _return(_broker(Audience.STAFF), _admit_staff)


@pages.get("/sign-in/<any(citizen, staff):audience>/problem/<fact>")
@anybody
def problem(audience: str, fact: str) -> ResponseReturnValue:
    """Say why somebody isn't signed in, and how they get on; the address can be opened again and shared."""
    broker = _broker(Audience(audience))
    if fact in OVER and current_user.is_authenticated:
        return redirect(home_of(the_person()), 303)
    words = words_about(fact, broker.names[current_language()])
    if words is None:
        abort(404)
    page = render_template(
        "brokers/problem.html",
        title=words.title,
        words=words,
        name=broker.names[current_language()],
        again=address_to_begin(broker.audience, wanted=_wanted()),
        contact_email=portal().settings.contact_email,
    )
    away = words.status is HTTPStatus.SERVICE_UNAVAILABLE
    return page, words.status, {"Retry-After": RETRY_AFTER_SECONDS} if away else {}


def _broker(audience: Audience) -> Broker:
    broker = brokers().find(audience)
    if broker is None:
        abort(404)
    return broker


def _begin(broker: Broker) -> ResponseReturnValue:
    carried = {"next": _wanted(), "language": current_language(), "link": request.args.get("link", "")[:100]}
    address = portal().settings.address + in_language(
        NATIONAL_LANGUAGE, url_for(f"brokers.return_{broker.audience}")
    )
    try:
        there = oidc.begin(broker, redirect_uri=address, language=carried["language"], carried=carried)
    except SignInRefused as refusal:
        return _explain(broker, refusal, carried)
    return redirect(there, 303)


Admit = Callable[[Broker, Proof, str, Carried], str]


def _return(broker: Broker, admit: Admit) -> ResponseReturnValue:
    carried = {"language": current_language()}
    try:
        carried = oidc.carried_back(broker)
        proof = proof_from(oidc.finish(broker), broker.claims)
        return redirect(admit(broker, proof, _hash_of(broker, proof), carried), 303)
    except SignInRefused as refusal:
        return _explain(broker, refusal, carried)


def _admit_citizen(_broker: Broker, _proof: Proof, subject_hash: str, carried: Carried) -> str:
    at = portal().now()

    def find(writing: Session) -> User:
        return joining.get_citizen(writing, subject_hash, language=carried["language"], at=at)

    return enter(find, carried)


def _admit_staff(broker: Broker, proof: Proof, subject_hash: str, carried: Carried) -> str:
    at = portal().now()

    def find(writing: Session) -> User:
        if carried["link"]:
            return joining.accept_invitation(
                writing, broker, proof, subject_hash, token=carried["link"], at=at
            )
        known = joining.find_staff(writing, broker, proof, subject_hash)
        return known or joining.become_first_owner(
            writing, proof, subject_hash, language=carried["language"], at=at
        )

    try:
        return enter(find, carried)
    except UserNotPossible:  # the broker gave no name or no address, or one that somebody has already
        return first_owner.ask(proof, subject_hash, carried)
    except joining.CompanyUnknown:
        if proof.cvr == broker.authority_cvr:
            raise SignInRefused("not_invited") from None
        return first_owner.ask(proof, subject_hash, carried, company_is_new=True)


def _hash_of(broker: Broker, proof: Proof) -> str:
    """Give what is kept of somebody's subject at a broker."""
    keys = portal().keys
    if keys is None:
        abort(404)
    return keyed_hash(keys.subjects, broker.issuer, proof.subject)


def _explain(broker: Broker, refusal: SignInRefused, carried: Carried) -> ResponseReturnValue:
    """Note a refusal by its codes, and lead to its page."""
    log.warning(
        "broker_sign_in_refused",
        request=g.clock.number,
        broker=broker.audience,
        fact=refusal.fact,
        reason=refusal.reason,
    )
    page = in_language(
        carried["language"], url_for("brokers.problem", audience=broker.audience, fact=refusal.fact)
    )
    return redirect(with_query(page, next=carried.get("next", "")), 303)


def _wanted() -> str:
    """Give where somebody wanted to go before they had to sign in; nothing when it is not on this site."""
    target = request.args.get("next", "")
    return target if len(target) <= LONGEST_NEXT and is_local_address(target) else ""
