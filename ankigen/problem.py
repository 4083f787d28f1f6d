"""The one exception for what the world does to us: a full disk, a damaged ledger, a folder that is not there."""


class Problem(Exception):  # noqa: N818 - it is told to a person, not an error of ours
    """A message for a person, and what they can do about it; `cli` prints both and exits."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
