"""`ankigen push` when something else answers on AnkiConnect's port: one line, in time, and the key stays here."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from ankigen.anki import connect
from ankigen.anki.connect import Address, Unavailable
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Answer = Callable[[socket.socket, dict[str, Any]], None]

pytestmark = pytest.mark.slow  # each test waits for a server that keeps one waiting

SECONDS = 1.0
HEAD = b"HTTP/1.1 200 OK\r\n"


def body(data: bytes) -> bytes:
    return HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(data), data)


def raw(data: bytes, times: int = 1, pause: float = 0) -> Answer:
    """Answer with these bytes; when they are many times over, until the other side has had enough."""

    def answer(client: socket.socket, _: dict[str, Any]) -> None:
        for _ in range(times):
            client.sendall(data)
            time.sleep(pause)

    return answer


def results(**others: object) -> Answer:
    """Answer as AnkiConnect does, with `others` as the results of some actions."""
    usual = {
        "requestPermission": {"permission": "granted", "requireApiKey": False, "version": 6},
        "findNotes": [1],
        "notesModTime": [{"noteId": 1, "mod": 1}],
        "importPackage": True,
    }

    def answer(client: socket.socket, request: dict[str, Any]) -> None:
        client.sendall(body(json.dumps({"result": (usual | others)[request["action"]], "error": None}).encode()))

    return answer


@contextmanager
def listening(answer: Answer) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Listen on a port as long as the context; yield the port, and the requests that came."""
    server, requests = socket.create_server(("127.0.0.1", 0)), []

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError, ValueError, IndexError):
            client.settimeout(5)
            data = b""
            while not data.endswith(b"}"):
                data += client.recv(65536)
            requests.append(json.loads(data.partition(b"\r\n\r\n")[2]))
            answer(client, requests[-1])

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    with server:
        yield server.getsockname()[1], requests


OTHERS: dict[str, Answer] = {
    "no JSON": raw(body(b"<html>")),
    "JSON that nests": raw(body(b"[" * 200_000)),
    "a number of 5,000 digits": raw(body(b'{"error": null, "result": ' + b"9" * 5000 + b"}")),
    "bytes that are no text": raw(body(b"\xff\xfe\xfa")),
    "a redirect": raw(b"HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n"),
    "another protocol": raw(b"SSH-2.0-x\r\n"),
    "nothing": raw(b""),
    "many headers": raw(HEAD + b"a: b\r\n" * 5000 + b"\r\n"),
    "an endless body": raw(HEAD + b"\r\n" + b" " * 2**20, times=4096),
    "damaged chunks": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n"),
    "a length that is not kept": raw(HEAD + b"Content-Length: 99999999999999\r\n\r\n{}"),
    "refusal": raw(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
    "a long error": raw(body(json.dumps({"result": None, "error": ["x" * 10**6] * 3}).encode())),
    "a list": results(requestPermission=[1]),
    "a version that is true": results(requestPermission={"permission": "granted", "version": True}),
    "a version in words": results(requestPermission={"permission": "granted", "version": "6" * 10**5}),
    "a byte at a time": raw(HEAD + b"Content-Length: 1000\r\n\r\n", times=100, pause=0.1),
    "a header at a time": raw(HEAD, times=100, pause=0.1),
    "endless interim answers": raw(b"HTTP/1.1 100 Continue\r\n\r\n", times=10**6),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_ankiconnect_is_told_in_time_and_is_given_no_key(name: str) -> None:
    with listening(OTHERS[name]) as (port, requests):
        begun = time.monotonic()
        with pytest.raises((Unavailable, UserError)) as raised:
            connect.check(Address(port, "SECRET", SECONDS))
        assert time.monotonic() - begun < 20 * SECONDS
    assert len(str(raised.value)) < 500
    assert "\n" not in str(raised.value)
    assert "SECRET" not in json.dumps(requests)


WRONG = {
    "findNotes": (None, 5, "abc", [[1]], [{"a": 1}], [True]),
    "notesModTime": (None, [1, 2], [{"noteId": 1}], "abc", [{"noteId": [1], "mod": 1}], [{"noteId": 1, "mod": {}}]),
    "importPackage": ("yes", 1, None),
}


@pytest.mark.parametrize(("action", "result"), [(action, result) for action, all_ in WRONG.items() for result in all_])
def test_a_result_of_another_kind_is_told(action: str, result: object, tmp_path: Path) -> None:
    with listening(results(**{action: result})) as (port, _), pytest.raises(Unavailable):
        connect.push(Address(port, "", 10), tmp_path / "bank.apkg")


@pytest.mark.parametrize("name", ["a byte at a time", "a header at a time", "endless interim answers"])
def test_an_answer_that_does_not_end_is_no_answer(name: str) -> None:
    with listening(OTHERS[name]) as (port, _), pytest.raises(UserError, match="did not answer within 1 seconds"):
        connect.check(Address(port, "", SECONDS))


def test_ankiconnect_is_given_the_key_after_it_has_spoken(tmp_path: Path) -> None:
    with listening(results()) as (port, requests):
        address = Address(port, "SECRET", 10)
        connect.check(address)
        assert "key" not in requests[-1]
        assert connect.push(address, tmp_path / "bank.apkg") == (0, 0)
    assert all(request["key"] == "SECRET" for request in requests[1:])
