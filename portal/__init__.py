"""Everything that knows HTTP: the pages, forms and commands of the provider portal."""

import os
from collections.abc import Callable
from datetime import date, datetime

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from matching.catalogue import Catalogue, CatalogueHolder
from matching.loading import load_catalogue
from portal import cli, health
from portal.access import init_access
from portal.accounts import (
    account,
    account_factor,
    broker_pages,
    demonstration_people,
    first_owner,
    link_pages,
    mailbox,
    my_data,
    passwords,
    second_factor,
    sign_in,
    sign_up,
)
from portal.accounts.broker_pages import init_brokers
from portal.accounts.people import init_people
from portal.accounts.workspaces import workspace
from portal.api import organisation as own_organisation
from portal.assets import BUILT, Assets
from portal.config import Settings, settings_from
from portal.database import Database
from portal.errors import init_errors
from portal.for_authority import (
    appeals,
    audit,
    authority_releases,
    case_deciding,
    case_files,
    case_judging,
    case_proposing,
    case_steps,
    case_work,
    cases,
    conditions,
    invitations,
    municipality,
    objections,
    overview,
    people,
    release_figures,
    release_steps,
    result_imports,
    reviews,
    rights,
    standing,
)
from portal.for_citizens import (
    approvals,
    compare,
    free_choice,
    front,
    listings,
    method,
    my,
    needs,
    ranked,
    ranking_method,
    releases,
    search,
    shortlist,
    standards,
    texts,
)
from portal.for_providers import (
    answering,
    application_answers,
    application_listing,
    application_replies,
    application_scope,
    application_sending,
    applications,
    becoming,
    invited,
    keys,
    office,
    team,
)
from portal.for_providers import conditions as own_conditions
from portal.for_providers import results as own_results
from portal.headers import init_headers
from portal.index_repair import follow
from portal.kept_pages import KeptPages
from portal.keys import keys_from
from portal.locale import init_locale
from portal.logs import init_logs
from portal.page_cache import PageCache
from portal.state import Portal, utc_now
from portal.templating import init_templating, templates_version
from providers.reference import lists
from providers.search.index import SearchIndex

PUBLIC = (
    front,
    search,
    listings,
    compare,
    shortlist,
    texts,
    method,
    needs,
    ranked,
    ranking_method,
    standards,
    approvals,
    becoming,
    free_choice,
    releases,
    health,
)
ACCOUNTS = (
    sign_in,
    passwords,
    second_factor,
    link_pages,
    broker_pages,
    first_owner,
    sign_up,
    demonstration_people,
    account,
    account_factor,
    my_data,
    mailbox,
)
WORKSPACES = (
    my,
    office,
    team,
    invited,
    answering,
    keys,
    own_results,
    applications,
    application_scope,
    application_answers,
    application_listing,
    application_sending,
    application_replies,
    own_conditions,
    overview,
    people,
    invitations,
    rights,
    standing,
    result_imports,
    authority_releases,
    release_figures,
    release_steps,
    objections,
    cases,
    case_files,
    case_work,
    case_judging,
    case_steps,
    case_proposing,
    appeals,
    conditions,
    case_deciding,
    reviews,
    audit,
    municipality,
)
API = (own_organisation,)
MEGABYTE = 1024 * 1024
LARGEST_REQUEST = MEGABYTE


def create_app(settings: Settings | None = None, now: Callable[[], datetime] = utc_now) -> Flask:
    """Make the portal from its settings, which come from the environment when none are given."""
    settings = settings or settings_from(os.environ)
    lists.use(settings.code_lists)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.jinja_env.undefined = StrictUndefined
    app.extensions["portal"] = _state(settings, now)
    init_logs(app, settings.log_level)
    init_people(app)
    init_access(app)
    init_errors(app)
    _serve_built_files(app)
    app.wsgi_app = KeptPages(app.wsgi_app, app.extensions["portal"])  # type: ignore[method-assign]
    init_locale(app)
    init_headers(app)
    init_templating(app)
    init_brokers(app)
    app.jinja_env.globals["workspace"] = workspace
    for module in (*PUBLIC, *ACCOUNTS, *WORKSPACES, *API):
        app.register_blueprint(module.pages)
    cli.init_commands(app)
    _trust_proxies(app, settings.proxies)
    return app


def _state(settings: Settings, now: Callable[[], datetime]) -> Portal:
    database = Database(settings.database_url)
    assets = Assets(BUILT)
    state = Portal(
        settings=settings,
        database=database,
        keys=keys_from(settings.secret_key),
        holder=CatalogueHolder(database.catalogue_revision, _loader(database)),
        index=SearchIndex(settings.index_dir),
        assets=assets,
        pages=PageCache(settings.page_cache_mb * MEGABYTE),
        pages_version=templates_version(assets, settings),
        now=now,
    )
    state.holder.when_moved(lambda: follow(state))
    return state


def _loader(database: Database) -> Callable[[int, date], Catalogue]:
    def load(revision: int, on: date) -> Catalogue:
        with database.reading() as session:
            return load_catalogue(session, revision, on)

    return load


def _trust_proxies(app: Flask, number: int) -> None:
    """Take a reader's address from as many front servers as we are told to trust, and from nobody else."""
    if number:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=number, x_proto=0
        )


def _serve_built_files(app: Flask) -> None:
    """Serve style sheet, script, fonts and icons under /static/, cacheable for ever by their hash."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=BUILT,
        prefix="static/",
        immutable_file_test=r"\.[0-9a-f]{12}\.\w+$",
    )
