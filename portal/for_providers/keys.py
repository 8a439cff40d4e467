"""An organisation's keys to the API: made, shown once, revoked."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import HiddenField, StringField

from portal.access import owner, the_person
from portal.accounts.people import hash_of
from portal.accounts.sealing import the_keys
from portal.forms import Form, Needed, refuse_cpr, stripped
from portal.keys import keyed_hash
from portal.labels import day_of
from portal.locale import current_language, format_day
from portal.locale import gettext as _
from portal.state import portal
from providers.audit.models import person
from providers.organisations import api_keys
from providers.organisations.api_keys import MOST_LIVE_KEYS, KeyNotFound, KeyNotPossible
from providers.organisations.models import ApiKey, Organisation
from providers.organisations.queries import get_organisation

pages = Blueprint("keys", __name__)
# By it people and scanners for lost secrets know what they have found.
PREFIX = "fhj_"
# Each form holds so much chance that nobody guesses the key which is made of it.
BYTES_OF_CHANCE = 32


class KeyForm(Form):
    """What a new key is called; `number` tells a form that was sent twice from two forms."""

    name = StringField(
        validators=[Needed(lambda: _("Skriv et navn, så I kan kende nøglen igen.")), refuse_cpr],
        filters=[stripped],
    )
    number = HiddenField()


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key, ready to print; what was revoked has a day for it."""

    number: int
    name: str
    made: str
    used: str
    revoked: str


@pages.get("/office/<organisation>/keys")
@owner
def keys(organisation: str) -> str:
    """Show the organisation's keys."""
    return _shown(organisation, KeyForm())


@pages.post("/office/<organisation>/keys")
@owner
def make(organisation: str) -> ResponseReturnValue:
    """Make a key and show it, this once."""
    form, at = KeyForm(), portal().now()
    if not form.validate_on_submit():
        return _shown(organisation, form), 400
    secret = _secret(organisation, _number(organisation, form))
    by = person(the_person().id)
    try:
        with portal().database.transaction() as session:
            held = get_organisation(session, organisation)
            key = api_keys.make(session, held, name=form.name.data, key_hash=hash_of(secret), by=by, at=at)
    except KeyNotPossible as refused:
        form.name.errors = [_problem(refused)]
        return _shown(organisation, form), 400
    return render_template(
        "office/new_key.html", title=_("Ny nøgle"), organisation=organisation, name=key.name, secret=secret
    )


@pages.post("/office/<organisation>/keys/<int(max=2147483647):key_id>/revoke")
@owner
def revoke(organisation: str, key_id: int) -> ResponseReturnValue:
    """Let a key be refused from now on."""
    by, at = person(the_person().id), portal().now()
    with portal().database.transaction() as session:
        held = get_organisation(session, organisation)
        key = _get_key(session, held, key_id)
        api_keys.revoke(session, key, by=by, at=at)
    flash(_("Nøglen %(name)s virker ikke længere.", name=key.name), "success")
    return redirect(url_for("keys.keys", organisation=organisation), 303)


def _number(organisation: str, form: KeyForm) -> str:
    """Give the number that the page came with; another one that came from somewhere else gets its own."""
    given = form.number.data or ""
    return given if _is_ours(organisation, given) else _new_number(organisation)


def _shown(organisation: str, form: KeyForm) -> str:
    with portal().database.reading() as session:
        held = get_organisation(session, organisation)
        found = [_present(key, maker) for key, maker in api_keys.keys_of(session, held.id)]
    live = [key for key in found if not key.revoked]
    return render_template(
        "office/keys.html",
        title=_("Nøgler til API"),
        organisation=organisation,
        live=live,
        revoked=[key for key in found if key.revoked],
        form=form,
        number=_new_number(organisation),
        is_full=len(live) >= MOST_LIVE_KEYS,
        most=MOST_LIVE_KEYS,
        address=f"{portal().settings.address}{url_for('api.organisation')}",
    )


def _get_key(session: Session, organisation: Organisation, key_id: int) -> ApiKey:
    try:
        return api_keys.get_key(session, organisation.id, key_id)
    except KeyNotFound:
        abort(404)


def _new_number(organisation: str) -> str:
    """Give a form the chance that its key is made of, sealed for this person's session and organisation."""
    chance = secrets.token_hex(BYTES_OF_CHANCE)
    return f"{chance}.{_bound(organisation, 'form', chance)}"


def _is_ours(organisation: str, number: str) -> bool:
    """Say whether the portal gave this number to a form of the same session and organisation."""
    chance, _dot, sealed = number.partition(".")
    return hmac.compare_digest(sealed.encode(), _bound(organisation, "form", chance).encode())


def _secret(organisation: str, number: str) -> str:
    """Compute a key of 256 bits that only this installation can make, the same for a form sent twice."""
    made = _bound(organisation, "key", number)
    return PREFIX + urlsafe_b64encode(bytes.fromhex(made)).decode().rstrip("=")


def _bound(organisation: str, use: str, text: str) -> str:
    """Turn a text into one that only this installation can make, and for one session and organisation."""
    session = the_person().session_id
    return keyed_hash(the_keys().api_keys, use, organisation, str(session), text)


def _present(key: ApiKey, maker: str | None) -> KeyView:
    made = {"day": day_of(key.made_at), "name": maker or ""}
    return KeyView(
        number=key.id,
        name=key.name,
        made=_("%(day)s af %(name)s", **made) if maker else made["day"],
        used=_("Sidst brugt %(day)s.", day=format_day(key.used_on, current_language()))
        if key.used_on
        else _("Ikke brugt endnu."),
        revoked=day_of(key.revoked_at) if key.revoked_at else "",
    )


def _problem(refused: KeyNotPossible) -> str:
    return {
        "name_missing_or_too_long": _("Skriv et navn på højst 60 tegn."),
        "name_taken": _("I har allerede en nøgle med det navn. Vælg et andet."),
        "too_many": _("I har allerede fem nøgler. Spær en, før I laver en ny."),
        "used_up": _(
            "Nøglen er lavet, og vi kan ikke vise den igen. "
            "Har I ikke kopieret den, så spær den, og lav en ny."
        ),
    }[refused.fact]
