"""Send a package to a running Anki, through the add-on AnkiConnect (version 6 of the protocol in its README).

The standard library's HTTP client is enough for one POST to this machine. It follows no redirects, and unlike other
clients it ignores the proxies that environment variables name.
"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
PORT = 8765
VERSION = 6
_IMPORT = 60  # an import may take this many times as long as another action
_NOTES = "note:ankigen"
_TOO_OLD = "unsupported action"
_NO_KEY = "valid api key must be provided"


class Unavailable(Exception):  # noqa: N818 - not an error: the caller opens the file instead
    """AnkiConnect cannot import, for the reason in the message; Anki itself can still open the file."""


class Address(NamedTuple):
    """The port on which AnkiConnect listens, its API key ("" for none), and the time limit of an answer in seconds."""

    port: int = PORT
    key: str = ""
    seconds: float = 10


class Imported(NamedTuple):
    """How many of ankigen's notes an import added and updated; `updated` is None if the add-on is too old to say."""

    new: int
    updated: int | None


def check(address: Address) -> None:
    """Raise `Unavailable` if AnkiConnect is not running or cannot import; `UserError` if the API key is wrong."""
    answer = _call(address, "requestPermission")
    if not isinstance(answer, dict):
        raise Unavailable(f"what answers on {HOST}:{address.port} is not AnkiConnect")
    if answer.get("permission") != "granted":
        raise Unavailable("AnkiConnect denies permission (its setting webCorsOriginList)")
    if answer.get("requireApiKey") and not address.key:
        raise _wrong_key("AnkiConnect asks for its API key")
    version = answer.get("version")
    if not isinstance(version, int) or version < VERSION:
        raise Unavailable(f"AnkiConnect has version {version} of its protocol, not {VERSION}: update the add-on")


def push(address: Address, package: Path) -> Imported:
    """Import a package, and return the number of notes that were added and updated.

    Raises `Unavailable` if the add-on reports an error, `UserError` if Anki does not answer in time.
    """
    before = _dates(address)
    done = _call(address, "importPackage", _IMPORT, path=str(package.resolve()))
    if done is not True:
        raise Unavailable("AnkiConnect could not import the package")
    after = _dates(address)
    ids_of_both = set(after) & set(before)
    dated = all(after.values()) and all(before.values())
    return Imported(len(after) - len(ids_of_both), sum(after[n] != before[n] for n in ids_of_both) if dated else None)


def _dates(address: Address) -> dict[int, int]:
    """Return the ids of the notes of ankigen's note type, with the time of each note's last change in epoch seconds.

    The times are 0 if the add-on is too old to report them.
    """
    notes = _call(address, "findNotes", query=_NOTES)
    try:
        rows = _call(address, "notesModTime", notes=notes)
    except Unavailable as error:
        if str(error).endswith(_TOO_OLD):
            return dict.fromkeys(notes, 0)
        raise
    return {row["noteId"]: row["mod"] for row in rows if row}


def _call(address: Address, action: str, times: int = 1, **params: object) -> Any:  # noqa: ANN401 - JSON
    """Return the result of one action; its time limit is that of the address, `times` over.

    Raises `UserError` if no answer comes in time, for Anki may still be busy with it, and `Unavailable` for any other
    failure.
    """
    request: dict[str, object] = {"action": action, "version": VERSION, "params": params}
    if address.key:
        request["key"] = address.key
    answer = _post(address, json.dumps(request).encode(), times * address.seconds)
    if not isinstance(answer, dict) or "error" not in answer:
        raise Unavailable(f"what answers on {HOST}:{address.port} is not AnkiConnect")
    error = answer["error"]
    if error == _NO_KEY:
        raise _wrong_key("AnkiConnect does not know the API key")
    if error is not None:
        raise Unavailable(f"AnkiConnect answers {action} with an error: {' '.join(str(error).split())}")
    return answer.get("result")


def _post(address: Address, body: bytes, seconds: float) -> object:
    connection = http.client.HTTPConnection(HOST, address.port, timeout=seconds)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read()
    except TimeoutError as error:
        message = f"Anki did not answer within {seconds:g} seconds"
        hint = "it may be busy, or be waiting for you in a dialog; look at it and try again"
        raise UserError(message, hint) from error
    except ConnectionRefusedError as error:
        message = f"no AnkiConnect on {HOST}:{address.port}: Anki is not running, or does not have the add-on"
        raise Unavailable(message) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable(f"the connection to AnkiConnect broke: {error or type(error).__name__}") from error
    finally:
        connection.close()
    if response.status == http.client.FORBIDDEN:
        raise Unavailable("AnkiConnect denies permission (its setting webCorsOriginList)")
    try:
        return json.loads(text)
    except ValueError:
        return None


def _wrong_key(message: str) -> UserError:
    return UserError(message, "give it with --key or in ANKICONNECT_KEY; it is `apiKey` in the add-on's settings")
