"""The one exception for what the world does to us: a full disk, a damaged ledger, a folder that is not there."""


class UserError(Exception):
    """A message for a person, and what they can do about it; `cli` prints both and exits.

    `place` is `path:line:column`, and `code` a code of `rules`, where there are any; `miss` says that a filter matched
    nothing, which is no fault where another bank has what it asks for.
    """

    def __init__(self, message: str, hint: str = "", *, place: str = "", code: str = "", miss: bool = False) -> None:
        super().__init__(message)
        self.miss = miss
        self.hint = hint
        self.place = place
        self.code = code

    def __str__(self) -> str:
        """Return the message in the form of a diagnostic."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}error{f'[{self.code}]' if self.code else ''}{'' if place else ':'} {self.args[0]}"
