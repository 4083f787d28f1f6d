"""Call an action of the add-on AnkiConnect in a running Anki (version 6 of the protocol in its README).

The standard library's HTTP client is enough for one POST to this machine. It follows no redirects, and unlike other
clients it ignores the proxies that environment variables name.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
from contextlib import suppress
from typing import Any, NamedTuple

from ankigen.system.errors import UserError

HOST = "127.0.0.1"
PORT = 8765
VERSION = 6
TOO_OLD = "unsupported action"
_NO_KEY = "valid api key must be provided"
_LARGEST = 64 * 2**20  # bytes of an answer: the ids and dates of a million notes
_CHUNK = 2**16  # bytes
_LONGEST = 300  # characters of an error that are printed


class Unavailable(Exception):  # noqa: N818 - not an error: the caller opens the file instead
    """AnkiConnect cannot import, for the reason in the message; Anki itself can still open the file."""


class Address(NamedTuple):
    """The port on which AnkiConnect listens, its API key ("" for none), and the time limit of an answer in seconds."""

    port: int = PORT
    key: str = ""
    seconds: float = 10


def check(address: Address) -> None:
    """Raise `Unavailable` if AnkiConnect is not running or cannot import; `UserError` if the API key is wrong."""
    answer = call(address._replace(key=""), "requestPermission")  # the one action that needs no key
    if not isinstance(answer, dict):
        raise other(address)
    if answer.get("permission") != "granted":
        raise Unavailable("AnkiConnect denies permission (its setting webCorsOriginList)")
    if answer.get("requireApiKey") and not address.key:
        raise _wrong_key("AnkiConnect asks for its API key")
    version = answer.get("version")
    if type(version) is not int or version < VERSION:
        raise Unavailable(
            f"AnkiConnect has version {_short(version)} of its protocol, not {VERSION}: update the add-on"
        )


def call(address: Address, action: str, times: int = 1, **params: object) -> Any:  # noqa: ANN401 - JSON
    """Return the result of one action; its time limit is that of the address, `times` over.

    Raises `UserError` if no answer comes in time, for Anki may still be busy with it, and `Unavailable` for any other
    failure.
    """
    request: dict[str, object] = {"action": action, "version": VERSION, "params": params}
    if address.key:
        request["key"] = address.key
    answer = _post(address, json.dumps(request).encode(), times * address.seconds)
    if not isinstance(answer, dict) or "error" not in answer:
        raise other(address)
    error = answer["error"]
    if error == _NO_KEY:
        raise _wrong_key("AnkiConnect does not know the API key")
    if error is not None:
        raise Unavailable(f"AnkiConnect answers {action} with an error: {_short(error)}")
    return answer.get("result")


def _post(address: Address, body: bytes, seconds: float) -> object:
    """Return the JSON that answers a request; None if the answer is no JSON."""
    connection = http.client.HTTPConnection(HOST, address.port, timeout=seconds)
    # The timeout of a connection is for each byte; this one is for the whole answer.
    late = threading.Event()
    clock = threading.Timer(seconds, _cut, [connection, late])
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/json"})
        with connection.getresponse() as response:
            text = _read(response)
        if late.is_set():  # what was read may be a part
            raise TimeoutError
    except ConnectionRefusedError as error:
        message = f"no AnkiConnect on {HOST}:{address.port}: Anki is not running, or does not have the add-on"
        raise Unavailable(message) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        if isinstance(error, TimeoutError) or late.is_set():
            message = f"Anki did not answer within {seconds:g} seconds"
            hint = "it may be busy, or be waiting for you in a dialog; look at it and try again"
            raise UserError(message, hint) from error
        raise Unavailable(f"the connection to AnkiConnect broke: {_short(error) or type(error).__name__}") from error
    finally:
        clock.cancel()
        connection.close()
    if response.status == http.client.FORBIDDEN:
        raise Unavailable("AnkiConnect denies permission (its setting webCorsOriginList)")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """End a connection that another thread waits for, and say that it was `late`."""
    late.set()
    if connection.sock:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse) -> bytes:
    """Return the body of an answer; raise `ValueError` if it is too large to be one of AnkiConnect's."""
    text = bytearray()
    while chunk := response.read(_CHUNK):
        text += chunk
        if len(text) > _LARGEST:
            raise ValueError(f"the answer is larger than {_LARGEST // 2**20} MiB")
    return bytes(text)


def _short(value: object) -> str:
    """Return a value of the other side on one line, cut to a length that can be read."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def other(address: Address) -> Unavailable:
    """Return the exception for an answer that AnkiConnect does not give."""
    return Unavailable(f"what answers on {HOST}:{address.port} is not AnkiConnect")


def _wrong_key(message: str) -> UserError:
    return UserError(message, "give it with --key or in ANKICONNECT_KEY; it is `apiKey` in the add-on's settings")
