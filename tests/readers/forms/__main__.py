"""Draw many banks at random and print which forms are not read as they were printed.

python tests/readers/forms --draws 100000 [--seed 1] [--only language=th stem='Q: stem'] [--show 3] [--break]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

import click
from reading import read_bank

import forms
from forms.compare import faults
from forms.mutate import break_one, judge

if TYPE_CHECKING:
    from forms.items import Pick


def main() -> int:
    """Draw, read, compare, and print tables; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[], help="rows that every form must have")
    parser.add_argument("--show", type=int, default=0, help="print so many of the failures in full")
    parser.add_argument("--break", dest="breaks", action="store_true", help="break one thing in each bank first")
    parser.add_argument("--print", action="store_true", help="print the files drawn, and read nothing")
    asked = parser.parse_args()
    fixed = dict(row.partition("=")[::2] for row in asked.only)
    unknown = [f"{name}={row}" for name, row in fixed.items() if row not in forms.REGISTRIES.get(name, ())]
    if unknown:
        parser.error(f"no registry has {', '.join(unknown)}; the registries are {', '.join(forms.REGISTRIES)}")
    drawn: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    kinds: dict[str, list[str]] = defaultdict(list)
    begun = time.monotonic()
    for seed in range(asked.seed, asked.seed + asked.draws):
        pick = Random(seed).choice
        bank = forms.draw_bank(pick, fixed)
        if bank is None:
            continue
        if asked.print:
            _say(f"{'=' * 100}\nseed {seed} | {bank}", *_files(bank))
            continue
        rows = {"all", *(f"{name}={getattr(one.form, name)}" for one in bank.asked for name in forms.REGISTRIES)}
        rows |= {f"arrangement={bank.arrangement}", f"layout={bank.layout}", f"rules={bank.rules}"}
        wrong = _broken(bank, pick) if asked.breaks else _faults(bank)
        if wrong is None:
            continue
        drawn.update(rows)
        failed.update(rows if wrong else ())
        for kind in {text.split(": ", 2)[1] for text in wrong}:
            kinds[kind].append(f"seed {seed} | {str(bank).replace(chr(10), ' || ')} | {wrong[0]}")
        if wrong and failed["all"] <= asked.show:
            _say(f"{'=' * 100}\nseed {seed}", *wrong, bank, *(f"--- {p}\n{t}" for p, t in bank.files.items()))
    _table(drawn, failed, kinds, time.monotonic() - begun)
    return 1 if failed else 0


def _say(*lines: object) -> None:
    for line in lines:
        click.echo(str(line))


def _files(bank: forms.Bank) -> list[str]:
    return [f"--- {path}\n{text}" for path, text in bank.files.items()]


def _faults(bank: forms.Bank) -> list[str]:
    try:
        return faults(bank, *read_bank(bank.files))
    except Exception as error:  # noqa: BLE001 - whatever the reader does is a finding
        return [f"-: traceback: {error!r}"]


def _broken(bank: forms.Bank, pick: Pick) -> list[str] | None:
    """Break one thing in a bank that reads well, and judge what became of it; None where it cannot be broken."""
    questions, before = read_bank(bank.files)
    broken = None if faults(bank, questions, before) else break_one(bank, pick)
    if broken is None:
        return None
    wrong = judge(broken, *read_bank(broken.files), before)
    return [f"{broken.did} in {broken.part} of {broken.owner}: {text}: " for text in wrong]


def _table(drawn: Counter[str], failed: Counter[str], kinds: dict[str, list[str]], seconds: float) -> None:
    """Print the rows that fail most often, then each kind of fault with examples."""
    _say(f"{drawn['all']} banks in {seconds:.0f} s, {failed['all']} not as printed")
    for row in sorted(failed, key=lambda row: (-failed[row] / drawn[row], -failed[row])):
        _say(f"{failed[row]:7} of {drawn[row]:7}  {failed[row] / drawn[row]:6.1%}  {row}")
    for kind, examples in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        _say(f"\n{len(examples)} × {kind}", *(f"  {text}" for text in sorted(examples, key=len)[:5]))


if __name__ == "__main__":
    sys.exit(main())
