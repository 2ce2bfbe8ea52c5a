"""Requests of JSON, for the control API and for applications."""

import json
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

_opener = build_opener(ProxyHandler({}))


def send(method, url, body=None):
    """The status and the text that come back."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    try:
        with _opener.open(Request(url, data, headers, method=method), timeout=70) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()
