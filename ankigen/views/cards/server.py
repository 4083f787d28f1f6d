"""Serve one page on this machine, and make it again when files change; the browser then reloads it.

The browser gets server-sent events (HTML Standard, 9.2): `version` is the token in the page's `data-live`, and
`problem` is that of the page.
"""

from __future__ import annotations

import json
import re
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

from ankigen.system.errors import UserError, unexpected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HOST = "127.0.0.1"
_PATIENCE = 30.0  # seconds for a request to come, and for a page to take what it is sent
_PULSE = 15.0  # seconds between repeated events, which keep a connection open and detect closed pages


class ServedPage(NamedTuple):
    """A page, and why it is older than the files, or lacks some of them; "" if neither is so."""

    page: str
    problem: str = ""

    @property
    def version(self) -> str:
        """The token in the page's `data-live`."""
        live = re.search(r'data-live="(\w+)"', self.page)
        return live[1] if live else ""


def in_one_line(*errors: UserError) -> str:
    """Return errors with their hints as one line; "" for none."""
    return "; ".join(f"{error} ({error.hint})" if error.hint else str(error) for error in errors)


class Server:
    """Serve the page that `make` returns on 127.0.0.1; `port` 0 takes any free port. A port in use is a `UserError`."""

    def __init__(self, make: Callable[[], ServedPage], port: int = 0) -> None:
        self._make = make
        self._state = make()
        self._changed = threading.Condition()
        self._closing = False
        try:
            self._http = _Http(port, self)
        except OSError as error:
            raise UserError(f"port {port}: {error.strerror}", "name another with --port, or 0 for any") from error
        self.address = f"http://{HOST}:{self._http.server_port}/"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def state(self) -> ServedPage:
        """The page, and the problem that prevents a newer one."""
        return self._state

    def follow(self, changes: Iterable[object]) -> None:
        """Make the page again after each of the changes, until there are no more; an exception keeps the old page."""
        for _ in changes:
            try:
                state = self._make()
            except Exception as error:  # noqa: BLE001 - the next change may be shown all the same
                problem = error if isinstance(error, UserError) else unexpected(error)
                state = self._state._replace(problem=in_one_line(problem))
            with self._changed:
                self._state = state
                self._changed.notify_all()

    def wait(self, shown: ServedPage) -> ServedPage | None:
        """Return the state as soon as it is not `shown`, or after `_PULSE` seconds; None if the server is closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._state != shown or self._closing, _PULSE)
            return None if self._closing else self._state

    def close(self) -> None:
        """Close the connections to all pages, and free the port."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._http.shutdown()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # the thread of a page that listens would never end

    def __init__(self, port: int, owner: Server) -> None:
        self.owner = owner
        super().__init__((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    timeout = _PATIENCE  # of the socket: a connection that asks nothing ends

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        if host not in {HOST, "localhost"}:  # some other site's name that resolves to this machine
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path == "/":
            self._send_page(self.server.owner.state.page.encode())
        elif self.path == "/events":
            with suppress(OSError):  # the page was closed, or takes nothing more
                self._send_events(self.server.owner)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send_page(self, body: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def _send_events(self, owner: Server) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        state: ServedPage | None = owner.state
        while state:
            for name, value in (("version", state.version), ("problem", state.problem)):
                self.wfile.write(f"event: {name}\ndata: {json.dumps(value)}\n\n".encode())
            self.wfile.flush()
            state = owner.wait(state)

    def log_message(self, *_: object) -> None:
        """Print nothing: requests would hide the diagnostics of the bank."""
