"""A package into a running Anki, through the add-on AnkiConnect (protocol version 6, its README).

The standard library's HTTP client is enough for one POST to this machine: it follows no redirect, and unlike others
it asks no proxy that the environment names.
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
_IMPORT = 60  # times as long as for a question, for an import may take
_NOTES = "note:ankigen"
_TOO_OLD = "unsupported action"
_NO_KEY = "valid api key must be provided"


class Unavailable(Exception):  # noqa: N818 - not an error: there is another way
    """AnkiConnect cannot import, for the reason in the message; Anki itself can still open the file."""


class Address(NamedTuple):
    """Where AnkiConnect listens on this machine, the key that its settings ask for, and how long to wait (seconds)."""

    port: int = PORT
    key: str = ""
    seconds: float = 10


class Imported(NamedTuple):
    """How many notes of ankigen's came and changed; `updated` is None where the add-on cannot tell."""

    new: int
    updated: int | None


def check(address: Address) -> None:
    """Find out whether AnkiConnect is there and willing; else `Unavailable`, or a `UserError` when the key is wrong."""
    answer = _call(address, "requestPermission")
    if not isinstance(answer, dict):
        raise Unavailable(f"what answers on {HOST}:{address.port} is not AnkiConnect")
    if answer.get("permission") != "granted":
        raise Unavailable("AnkiConnect denies permission (its setting webCorsOriginList)")
    if answer.get("requireApiKey") and not address.key:
        raise _wrong_key("AnkiConnect asks for its API key")
    version = answer.get("version")
    if not isinstance(version, int) or version < VERSION:
        raise Unavailable(f"AnkiConnect speaks version {version} of its protocol, not {VERSION}: update the add-on")


def push(address: Address, package: Path) -> Imported:
    """Import a package, and return what came of it. An error of the add-on is `Unavailable`."""
    before = _dates(address)
    done = _call(address, "importPackage", _IMPORT, path=str(package.resolve()))
    if done is not True:
        raise Unavailable("AnkiConnect could not import the package")
    after = _dates(address)
    ids_of_both = set(after) & set(before)
    told = all(after.values()) and all(before.values())
    return Imported(len(after) - len(ids_of_both), sum(after[n] != before[n] for n in ids_of_both) if told else None)


def _dates(address: Address) -> dict[int, int]:
    """Return the notes of ankigen's note type and when each last changed (epoch seconds; 0: the add-on cannot tell)."""
    notes = _call(address, "findNotes", query=_NOTES)
    try:
        rows = _call(address, "notesModTime", notes=notes)
    except Unavailable as error:
        if str(error).endswith(_TOO_OLD):
            return dict.fromkeys(notes, 0)
        raise
    return {row["noteId"]: row["mod"] for row in rows if row}


def _call(address: Address, action: str, times: int = 1, **params: object) -> Any:  # noqa: ANN401 - JSON
    """Return the result of one action. No answer in time is a `UserError`, for Anki may be busy with it still."""
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
        raise UserError(message, "it may be busy, or wait for you in a dialogue; look at it and try again") from error
    except ConnectionRefusedError as error:
        raise Unavailable(f"no AnkiConnect on {HOST}:{address.port}: Anki is closed, or lacks the add-on") from error
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
