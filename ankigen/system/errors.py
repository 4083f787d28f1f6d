"""The exception for errors that a user can do something about: a full disk, a damaged ledger, a missing folder."""


class UserError(Exception):
    """A message for the user, and a hint at what to do about it; `cli` prints both and exits.

    `place` is `path:line:column` and `code` the name of the kind of error; each is "" if there is none.
    """

    def __init__(self, message: str, hint: str = "", *, place: str = "", code: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.place = place
        self.code = code

    def __str__(self) -> str:
        """Return the message in the format of a diagnostic, without the hint."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}error{f'[{self.code}]' if self.code else ''}{'' if place else ':'} {self.args[0]}"


class NoMatchError(UserError):
    """Nothing is like what was asked for; of several places, that is only an error if it is so in all."""


def unexpected(bug: Exception) -> UserError:
    """Return what a command that must go on says of an exception that is a bug."""
    what = f"unexpected {type(bug).__name__}: {' '.join(str(bug).split())}"
    return UserError(what, "this is a bug of ankigen; `ankigen build` shows more, please report it")
