"""A server with AnkiConnect's documented protocol, and the real Anki backend behind it."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from anki_backend import Learner


class AnkiConnect:
    """The add-on in a running Anki. Tests set its attributes to make something go wrong."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.key: str | None = None
        self.version = 6
        self.permission = "granted"
        self.profile = "User 1"
        self.status = 200
        self.missing: set[str] = set()  # actions that this release of the add-on does not have
        self.errors: dict[str, str] = {}  # actions that fail, with their messages
        self.results: dict[str, object] = {}  # of actions, from a server that is not AnkiConnect
        self.delay = 0.0  # seconds before each answer
        self.body: bytes | None = None  # the answer of a server that is not AnkiConnect
        self.requests: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, body: bytes) -> object:
        """Return the answer to a request, as in the add-on's README."""
        request = json.loads(body)
        self.requests.append(request)
        action = request["action"]
        actions: dict[str, Callable[..., object]] = {
            "requestPermission": self._request_permission,
            "version": lambda: self.version,
            "findNotes": lambda query: list(self.learner.col.find_notes(query)),
            "notesModTime": self._notes_mod_time,
            "importPackage": self._import_package,
            "findCards": lambda query: list(self.learner.col.find_cards(query)),
            "notesInfo": self._notes_info,
            "getDecks": self._get_decks,
            "getActiveProfile": lambda: self.profile,
            "suspend": lambda cards: self.learner.col.sched.suspend_cards(cards) is not None,
            "changeDeck": self._change_deck,
            "addTags": lambda notes, tags: self.learner.col.tags.bulk_add(notes, tags) and None,
            "updateNoteFields": self._update_note_fields,
        }
        error = None
        if action != "requestPermission" and request.get("key") != self.key:
            error = "valid api key must be provided"
        elif action in self.missing or action not in actions:
            error = "unsupported action"
        elif action in self.errors:
            error = self.errors[action]
        if error:
            return {"result": None, "error": error}
        if action in self.results:
            return {"result": self.results[action], "error": None}
        try:
            return {"result": actions[action](**request.get("params", {})), "error": None}
        except OSError as fault:
            return {"result": None, "error": str(fault)}

    def _request_permission(self) -> dict[str, object]:
        if self.permission != "granted":
            return {"permission": self.permission}
        return {"permission": "granted", "requireApiKey": self.key is not None, "version": self.version}

    def _notes_mod_time(self, notes: list[Any]) -> list[dict[str, object]]:
        return [{"noteId": n, "mod": self.learner.col.get_note(n).mod} for n in notes]

    def _notes_info(self, notes: list[Any]) -> list[dict[str, object]]:
        answers = []
        for number in notes:
            note = self.learner.col.get_note(number)
            fields = {name: {"value": value, "order": order} for order, (name, value) in enumerate(note.items())}
            cards = [card.id for card in note.cards()]
            answers.append({"noteId": number, "tags": note.tags, "fields": fields, "cards": cards})
        return answers

    def _get_decks(self, cards: list[Any]) -> dict[str, list[int]]:
        decks: dict[str, list[int]] = {}
        for number in cards:
            decks.setdefault(self.learner.deck_of(self.learner.col.get_card(number)), []).append(number)
        return decks

    def _change_deck(self, cards: list[Any], deck: str) -> None:
        self.learner.col.set_deck(cards, self.learner.col.decks.id(deck))

    def _update_note_fields(self, note: dict[str, Any]) -> None:
        mine = self.learner.col.get_note(note["id"])
        for name, value in note["fields"].items():
            mine[name] = value
        self.learner.col.update_note(mine)

    def _import_package(self, path: str) -> bool:
        # A relative path starts at the collection's media folder.
        package = Path(self.learner.col.media.dir()) / path
        package.stat()
        self.learner.take(package)
        return True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        addon = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(addon.delay)
                text = addon.body if addon.body is not None else json.dumps(addon.answer(body)).encode()
                self.send_response(addon.status)
                self.send_header("Content-Type", "text/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                with suppress(ConnectionError):  # the client has given up
                    self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
