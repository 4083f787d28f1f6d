"""The command `ankigen`, and `python -m ankigen`: Ctrl-C leaves no traceback, not even while the rest is imported."""

from __future__ import annotations

import sys

_AWAITS_CTRL_C = frozenset({"--watch", "-w", "--serve"})  # options of commands that run until Ctrl-C


def main() -> None:
    """Run the command line."""
    awaits_ctrl_c = not _AWAITS_CTRL_C.isdisjoint(sys.argv)
    try:
        from ankigen.cli import main as run  # noqa: PLC0415 - Ctrl-C may be pressed during the import

        run(awaits_ctrl_c=awaits_ctrl_c)
    except KeyboardInterrupt:
        sys.exit(0 if awaits_ctrl_c else "\nAborted!")


if __name__ == "__main__":
    main()
