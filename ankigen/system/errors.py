"""The exception for errors that a user can do something about: a full disk, a damaged ledger, a missing folder."""


class UserError(Exception):
    """A message for the user, and a hint at what to do about it; `cli` prints both and exits.

    `place` is `path:line:column` and `code` a code of `model.rules`; each is "" if there is none. `miss` is true if a
    filter matched nothing: with several banks, that is only an error if it matches in none of them.
    """

    def __init__(self, message: str, hint: str = "", *, place: str = "", code: str = "", miss: bool = False) -> None:
        super().__init__(message)
        self.miss = miss
        self.hint = hint
        self.place = place
        self.code = code

    def __str__(self) -> str:
        """Return the message in the format of a diagnostic, without the hint."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}error{f'[{self.code}]' if self.code else ''}{'' if place else ':'} {self.args[0]}"
