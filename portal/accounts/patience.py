"""Ask a broker over HTTP and wait no longer than a page may take, whatever the broker does."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NotUsable
from requests.exceptions import Timeout

# All that a page asks of a broker, together; a page is promised within three seconds.
SECONDS = 2.0
LARGEST_ANSWER = 512 * 1024

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
# They wait in the page's stead: a socket's own timeout begins anew with each byte that drips in.
_waiting = ThreadPoolExecutor(max_workers=8, thread_name_prefix="broker")


@contextmanager
def patience() -> Iterator[None]:
    """Give all that is asked within this block so long, together."""
    token = _deadline.set(time.monotonic() + SECONDS)
    try:
        yield
    finally:
        _deadline.reset(token)


class PatientAdapter(HTTPAdapter):
    """Fetch an answer whole, of bounded size and in bounded time, from where it was asked alone."""

    def send(self, request: PreparedRequest, *_more: Any, **options: Any) -> Response:
        """Fetch one answer; raise what requests raises when there is none."""
        deadline = _deadline.get() or time.monotonic() + SECONDS
        left = deadline - time.monotonic()
        if left <= 0:
            raise Timeout(request=request)
        options |= {"timeout": left, "stream": True}
        task = _waiting.submit(self._fetch, request, options, deadline)
        try:
            return task.result(left)
        except TimeoutError:
            task.cancel()
            raise Timeout(request=request) from None

    def _fetch(self, request: PreparedRequest, options: dict[str, Any], deadline: float) -> Response:
        response = super().send(request, **options)
        if response.is_redirect:
            response.close()
            raise NotUsable("A broker's answer leads elsewhere.", request=request)
        content = b""
        for piece in response.iter_content(8192):
            content += piece
            if len(content) > LARGEST_ANSWER or time.monotonic() > deadline:
                response.close()
                raise NotUsable("A broker's answer is too long.", request=request)
        response._content = content  # noqa: SLF001 - requests keeps a body that was read in pieces nowhere
        return response


class PatientSession(OAuth2Session):  # type: ignore[misc]
    """Authlib's session over the patient adapter."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for scheme in ("https://", "http://"):
            self.mount(scheme, PatientAdapter(max_retries=0))
