"""A public page goes out with its length and its mark, however it is asked for."""

from pathlib import Path

import pytest
from flask import Flask

from tests.factories import register

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("path", ["/search?municipality=751", "/en/about"])
@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_who_asks_for_the_head_alone_gets_the_headers_of_the_page(
    app: Flask, tmp_path: Path, path: str, accepted: str
) -> None:
    register.load(app, tmp_path, register.actors(2))
    client, asked = app.test_client(), {"Accept-Encoding": accepted}
    page, head = client.get(path, headers=asked), client.head(path, headers=asked)
    assert head.data == b""
    assert head.headers == page.headers
    assert int(page.headers["Content-Length"]) == len(page.data) > 0


def test_the_mark_of_a_page_is_another_for_another_address(app: Flask, tmp_path: Path) -> None:
    register.load(app, tmp_path, register.actors(2))
    client = app.test_client()
    paths = ("/search", "/en/search", "/search?q=%C3%A5", "/search?q=%E5", "/search?page=1", "/about")
    assert len({client.get(path).headers["ETag"] for path in paths}) == len(paths)
