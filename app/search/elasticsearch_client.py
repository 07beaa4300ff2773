"""The one door to Elasticsearch: paths and plain bodies in, plain data out, every failure a `SearchError` with a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from app.search.interface import SearchError

TIMEOUT_S = 10
RETRIES = 1
"""A server that hangs holds a request for TIMEOUT_S x (RETRIES + 1) at most; one that is down refuses at once."""
DEFAULT_NAME = "evident"
JSON = {"accept": "application/json", "content-type": "application/json"}
LINES = {"accept": "application/json", "content-type": "application/x-ndjson"}


class Server:
    """An Elasticsearch and the name under which our index is found there: the path of its address."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.name = parts.path.strip("/") or DEFAULT_NAME
        host = parts._replace(path="", query="", fragment="").geturl()
        self.shown_host = parts._replace(netloc=parts.netloc.rpartition("@")[2], path="").geturl()
        self._client = Elasticsearch(
            host,
            request_timeout=TIMEOUT_S,
            max_retries=RETRIES,
            retry_on_timeout=False,
            retry_on_status=(502, 503, 504),
        )

    def call(self, method: str, path: str, body: object = None, *, lines: bool = False, **params: object) -> Any:
        """The server's answer as data. Raises `SearchError`; for 404 its subclass `NotThere`."""
        headers = (LINES if lines else JSON) if body is not None else {"accept": "application/json"}
        try:
            return self._client.perform_request(method, path, params=_texts(params), headers=headers, body=body).body
        except ApiError as error:
            raise _refused(error, path, self.shown_host) from error
        except TransportError as error:
            raise SearchError(f"Elasticsearch at {self.shown_host} does not answer: {error.message}") from error


    def several(self, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The answers to several searches, sent as one request. Raises `SearchError` when one of them fails.

        None is kept in the server's cache of requests, which a search that names its moment never meets again.
        """
        path = f"/{self.name}/_msearch"
        lines = [json.dumps(each) for body in bodies for each in ({"request_cache": False}, body)]
        answers: list[Any] = self.call("POST", path, "\n".join([*lines, ""]), lines=True)["responses"]
        for answer in answers:
            if "error" in answer:
                kind = answer["error"]["type"]  # its sentence would quote what people typed
                raise Refused(f"Elasticsearch at {self.shown_host} refused {path} ({answer['status']}): {kind}", kind)
        return answers


class NotThere(SearchError):
    """What was asked for does not exist on the server."""


class Refused(SearchError):
    """The server understood and refused; `kind` is its own name for the reason."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


def _texts(params: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in params.items()}


def _refused(error: ApiError, path: str, host: str) -> SearchError:
    cause = error.body.get("error") if isinstance(error.body, dict) else None
    kind = str(cause.get("type", error.message)) if isinstance(cause, dict) else error.message
    # The server's sentence about a search or a document quotes what people typed or wrote, and messages end up in logs.
    reason = cause.get("reason", "") if isinstance(cause, dict) and not path.endswith(("search", "_bulk")) else ""
    message = f"Elasticsearch at {host} refused {path} ({error.meta.status}): {kind} {reason}".strip()
    return NotThere(message) if error.meta.status == 404 else Refused(message, kind)
