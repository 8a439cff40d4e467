"""Fetch tables from the Jobindsats API, version 3, with the token that the operator has been given."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import requests

from ratings.measured_results.register_files.jobindsats import AnswerNotUnderstood, Page, as_csv, read_page

SECONDS = 10
MOST_PAGES = 1_000
LARGEST_ANSWER = 100 * 1024 * 1024
SAID_BY_STATUS = {
    400: "Jobindsats does not understand the question; look at [query] in the mapping.",
    401: "Jobindsats refuses the token; look at PORTAL_JOBINDSATS_TOKEN.",
    403: "Jobindsats does not let this token read the table.",
    404: "Jobindsats has no such table; look at its name and at PORTAL_JOBINDSATS_URL.",
    429: "Jobindsats has had too many questions from us; try again later.",
}


class JobindsatsFailed(Exception):
    """A table could not be fetched; the sentence says why and what to do."""


def fetch_table(base: str, token: str, table: str, query: Mapping[str, str]) -> bytes:
    """Fetch a table, all its pages, as a CSV file; raise JobindsatsFailed."""
    address: str | None = f"{base.rstrip('/')}/data/{quote(table, safe='')}"
    parameters: Mapping[str, str] | None = {"format": "json", **query}
    columns: tuple[str, ...] | None = None
    rows: list[tuple[str, ...]] = []
    with requests.Session() as http:
        http.trust_env = False  # or the token could be replaced by one of a .netrc
        http.headers["Authorization"] = f"Bearer {token}"
        for _ in range(MOST_PAGES):
            page = _page(http, address or "", parameters)
            if columns not in (None, page.columns):
                raise JobindsatsFailed("Jobindsats' pages do not have the same columns.")
            columns = page.columns
            rows.extend(page.rows)
            if page.next is None:
                return as_csv(columns, rows)
            address, parameters = _next(base, address or "", page.next), None
    raise JobindsatsFailed(f"Jobindsats' table has more than {MOST_PAGES} pages.")


def _page(http: requests.Session, address: str, parameters: Mapping[str, str] | None) -> Page:
    try:
        with http.get(
            address, params=parameters, timeout=SECONDS, allow_redirects=False, stream=True
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise JobindsatsFailed(
                    SAID_BY_STATUS.get(
                        answer.status_code,
                        f"Jobindsats answers {answer.status_code}; try again later.",
                    )
                )
            return read_page(json.loads(_content(answer)))
    except requests.Timeout:
        raise JobindsatsFailed(f"Jobindsats has not answered within {SECONDS} seconds.") from None
    except requests.RequestException as error:
        raise JobindsatsFailed(f"Jobindsats cannot be reached ({type(error).__name__}).") from None
    except ValueError:
        raise JobindsatsFailed("Jobindsats' answer is not JSON.") from None
    except AnswerNotUnderstood as unknown:
        raise JobindsatsFailed(f"Jobindsats answers in a shape that we do not know. {unknown}") from None


def _content(answer: Any) -> bytes:
    """Read an answer to its end, but no more than is sensible."""
    content = bytearray()
    for part in answer.iter_content(1 << 16):
        content += part
        if len(content) > LARGEST_ANSWER:
            raise JobindsatsFailed("Jobindsats' answer is larger than 100 MB; ask for less in [query].")
    return bytes(content)


def _next(base: str, address: str, following: str) -> str:
    """Give the next page's address; the token goes nowhere but to the machine that was named."""
    found = urljoin(address, following)
    if urlsplit(found)[:2] != urlsplit(base)[:2]:
        raise JobindsatsFailed("Jobindsats' next page lies on another machine, which does not get our token.")
    return found
