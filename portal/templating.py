"""What every template can use: language, addresses, built files, dates, and the state of the catalogue."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, request

from matching.catalogue import Catalogue, CatalogueUnavailable
from portal.assets import Assets
from portal.config import Settings
from portal.locale import LANGUAGES, current_language, format_day, format_number, language_urls
from portal.state import catalogue, portal
from providers.approval.standard_files import versions

HERE = Path(__file__).parent


def init_templating(app: Flask) -> None:
    """Give templates their globals."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_context)


def templates_version(assets: Assets, settings: Settings) -> str:
    """Give a hash of what pages are made from besides the catalogue: code, words, standards, settings."""
    made_from = hashlib.blake2b(digest_size=8)
    for pattern in ("templates/**/*.html", "translations/**/*.mo", "**/*.py"):
        for path in sorted(HERE.glob(pattern)):
            made_from.update(path.read_bytes())
    made_from.update(assets.version.encode())
    shown = (settings.authority_name, settings.contact_email, settings.sign_in_is_open)
    made_from.update(repr((shown, versions())).encode())
    return made_from.hexdigest()


def _context() -> dict[str, Any]:
    state = portal()
    language = current_language()
    held = _catalogue()
    return {
        "language": language,
        "language_names": LANGUAGES,
        "languages_urls": language_urls(),
        "asset": state.assets.address,
        "icon": state.assets.icon,
        "simulated": held is not None and held.simulated,
        "stale": held is not None and held.stale,
        "endpoint": request.endpoint or "",
        "authority_name": state.settings.authority_name,
        "sign_in_is_open": state.settings.sign_in_is_open,
        "format_date": lambda day: format_day(day, language),
        "format_number": lambda number: format_number(number, language),
    }


def _catalogue() -> Catalogue | None:
    """Give the catalogue also to error pages, which must be shown without one too."""
    try:
        return catalogue()
    except CatalogueUnavailable:
        return None
