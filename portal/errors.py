"""Answer what went wrong with one page: what happened, what to do, and a search box; to programs in JSON."""

import json
from http import HTTPStatus

import structlog
from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from matching.catalogue import CatalogueUnavailable
from portal.access import ForeignSite, SignInClosed
from portal.locale import gettext as _
from portal.logs import log_unexpected

log = structlog.get_logger("portal")
RETRY_AFTER_SECONDS = "30"
API = "/api/"


def init_errors(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CatalogueUnavailable, _unavailable)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(ForeignSite, _sent_from_elsewhere)
    app.register_error_handler(SignInClosed, _sign_in_closed)
    app.register_error_handler(StaleDataError, _somebody_was_first)
    for lost in (OperationalError, InterfaceError):
        app.register_error_handler(lost, _database_away)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    headers = [
        (name, value)
        for name, value in error.get_headers()
        if name.lower() not in ("content-type", "content-length")
    ]
    return _page(error.code), error.code, headers


def _unavailable(error: CatalogueUnavailable) -> ResponseReturnValue:
    log.error("catalogue_unavailable", reason=type(error.__cause__ or error).__name__)
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return _page(status), status, {"Retry-After": RETRY_AFTER_SECONDS}


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form without this session's token: most often somebody was signed out meanwhile."""
    words = (
        _("Formularen er for gammel"),
        _("Du er måske blevet logget ud, mens siden stod åben. Intet er ændret."),
        _("Gå tilbage, genindlæs siden, og send formularen igen."),
    )
    return _page_with(HTTPStatus.BAD_REQUEST, *words), HTTPStatus.BAD_REQUEST


def _sent_from_elsewhere(_error: ForeignSite) -> ResponseReturnValue:
    """Answer a form that stands on another site, or whose browser does not say where it stands."""
    words = (
        _("Formularen er ikke sendt herfra"),
        _(
            "Den kom fra en anden hjemmeside, eller også siger din browser ikke, hvor den kom fra. "
            "Intet er ændret."
        ),
        _("Ville du sende den, så åbn siden her i portalen, og send den igen derfra."),
    )
    return _page_with(HTTPStatus.FORBIDDEN, *words), HTTPStatus.FORBIDDEN


def _sign_in_closed(_error: SignInClosed) -> ResponseReturnValue:
    words = (
        _("Man kan ikke logge ind her endnu"),
        _("Portalen er ikke sat op til, at man kan logge ind."),
        _("Du kan stadig søge efter aktører og sammenligne dem."),
    )
    return _page_with(HTTPStatus.SERVICE_UNAVAILABLE, *words), HTTPStatus.SERVICE_UNAVAILABLE


def _somebody_was_first(_error: StaleDataError) -> ResponseReturnValue:
    return _page(HTTPStatus.CONFLICT), HTTPStatus.CONFLICT


def _database_away(error: OperationalError | InterfaceError) -> ResponseReturnValue:
    """Answer while the database is away, full or locked: nothing was kept, and it is worth trying again."""
    log.error("database_unavailable", reason=type(error.orig).__name__)
    words = (
        _("Vi kan ikke gemme eller hente noget lige nu"),
        _("Det, du sendte, er ikke gemt."),
        _("Vent et øjeblik, gå tilbage, og prøv igen."),
    )
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return _page_with(status, *words), status, {"Retry-After": RETRY_AFTER_SECONDS}


def _unexpected(error: Exception) -> ResponseReturnValue:
    log_unexpected(error, g.clock if "clock" in g else None)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR), HTTPStatus.INTERNAL_SERVER_ERROR


def _page(status: int) -> str | Response:
    words = _words_without_key() if status == HTTPStatus.UNAUTHORIZED else _words(status)
    return _page_with(status, *words)


def _page_with(status: int, title: str, text: str, advice: str) -> str | Response:
    if f"{request.path}/".startswith(API):
        return _problem(status, title, text)
    return render_template("error.html", status=int(status), title=title, text=text, advice=advice)


def _problem(status: int, title: str, text: str) -> Response:
    """Answer a program (RFC 9457)."""
    body = json.dumps({"status": int(status), "title": title, "detail": text}, ensure_ascii=False)
    return Response(body, content_type="application/problem+json")


def _words_without_key() -> tuple[str, str, str]:
    """Say that a program sent no key, or one that does not work."""
    return (
        _("Nøglen mangler eller virker ikke"),
        _("Send en gyldig nøgle i Authorization: Bearer."),
        _("En ejer hos aktøren kan lave en ny nøgle."),
    )


def _words_for_others() -> tuple[str, str, str]:
    """Say that a page is for others, and where to go."""
    return (
        _("Du har ikke adgang til siden"),
        _("Siden er for andre end den, du er logget ind som. Intet er ændret."),
        _(
            "Gå til Min side for at se, hvad du har adgang til. Skal du bruge siden i dit arbejde, så spørg "
            "den, der styrer adgangen hos jer."
        ),
    )


def _words(status: int) -> tuple[str, str, str]:
    """Say what happened and what to do."""
    search = _("Søg efter det, du vil finde, eller gå til forsiden.")
    known = {
        400: (
            _("Vi forstod ikke det, du sendte"),
            _("Noget i adressen eller formularen er forkert."),
            search,
        ),
        403: _words_for_others(),
        404: (_("Siden findes ikke"), _("Adressen er måske skrevet forkert."), search),
        405: (_("Det kan siden ikke"), _("Du kom hertil på en måde, som siden ikke er lavet til."), search),
        409: (
            _("En anden kom først"),
            _("Nogen har ændret det samme, mens du arbejdede."),
            _("Gå tilbage, genindlæs siden, og se, hvad der er ændret."),
        ),
        410: (
            _("Aktøren er her ikke længere"),
            _("Aktøren har været i portalen, men bliver ikke vist mere."),
            _("Søg efter en anden aktør."),
        ),
        413: (
            _("Det, du sendte, er for stort"),
            _("Portalen tager ikke imod så meget på én gang."),
            _("Send mindre ad gangen."),
        ),
        429: (
            _("Du har spurgt for mange gange"),
            _("Portalen holder en kort pause."),
            _("Vent et minut, og prøv igen."),
        ),
        503: (
            _("Portalen kan ikke svare lige nu"),
            _("Vi kan ikke hente oplysningerne om aktørerne."),
            _("Vent et øjeblik, og prøv igen."),
        ),
    }
    default = (
        _("Der skete en fejl hos os"),
        _("Det er ikke din skyld. Fejlen er skrevet ned."),
        _("Prøv igen om lidt, eller gå til forsiden."),
    )
    return known.get(status, default)
