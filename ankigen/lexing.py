"""pygments' lexers by name, driven faster: the rules of a state are tried together, as one regular expression.

The rules are pygments', and so is what comes out; a test compares both for every lexer. One that goes by more than its
rules, or of which the rules cannot be put together, is left as it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pygments.lexer import RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Error, Whitespace, _TokenType
from pygments.util import ClassNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_Rule = tuple[Any, Any, Any]  # as pygments' `RegexLexerMeta` has it: what matches, the action, the next state
_Rules = tuple[Any, "Mapping[int | None, _Rule]"]  # what matches one of several, and each by the group that then ends
_FLAGS = re.compile(r"\(\?([aiLmsux]+)\)")
_ALONE = re.compile(r"\\[1-9]|\(\?P|\(\?\(|\(\?[aiLmsux]+\)")  # refers to a group by number or name, or to flags of all


@cache
def lexer(name: str) -> Any:  # noqa: ANN401 - pygments' lexers have no common public type
    """Return the lexer of a name, None when there is none; it leaves empty lines and the end as they are."""
    try:
        found = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    kind: Any = type(found)
    by_rules = kind.get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed and hasattr(kind, "_tokens")
    if not by_rules or kind.flags & re.VERBOSE:
        return found
    return type(kind.__name__, (_Quick, kind), {})(stripnl=False, ensurenl=False)


class _Quick(RegexLexer):
    """A lexer whose rules have been put together."""

    def get_tokens_unprocessed(self, text: str, stack: Iterable[str] = ("root",)) -> Iterator[tuple[int, Any, str]]:
        """Yield the place, kind and text of each token, as `RegexLexer` does."""
        names = list(stack)
        position = 0
        while True:
            rule, found = _first(_state(type(self), names[-1]), text, position)
            if found:
                alone, action, following = rule
                if type(action) is _TokenType:
                    yield position, action, found.group()
                elif action is not None:
                    yield from action(self, alone(text, position))
                position = found.end()
                _go(names, following)
            elif position < len(text):
                line_end = text[position] == "\n"
                names = ["root"] if line_end else names  # an error ends with its line
                yield position, Whitespace if line_end else Error, text[position]
                position += 1
            else:
                return


def _first(state: Sequence[_Rules], text: str, position: int) -> tuple[_Rule, re.Match[str] | None]:
    """Return the first rule that matches, and the match, of which only the text is that of the rule's own."""
    for match, rules in state:
        found = match(text, position)
        if found:
            return rules[found.lastindex if len(rules) > 1 else None], found
    return (None, None, None), None


def _go(names: list[str], following: Any) -> None:  # noqa: ANN401 - as pygments has it
    """Go to the next state: stay, leave so many, or enter some by name; `#pop` and `#push` are no names."""
    if following is None:
        return
    if isinstance(following, int):
        del names[max(1, len(names) - abs(following)) :]
        return
    for name in following if isinstance(following, tuple) else (following,):
        if name == "#pop":
            del names[max(1, len(names) - 1) :]
        else:
            names.append(names[-1] if name == "#push" else name)


@cache
def _state(kind: Any, name: str) -> Sequence[_Rules]:  # noqa: ANN401 - a class of pygments'
    return list(_together(kind._tokens[name], kind.flags))  # noqa: SLF001


def _together(rules: Iterable[_Rule], flags: int) -> Iterator[_Rules]:
    """Yield as many neighbouring rules together as can be one pattern."""
    run: list[tuple[str, _Rule]] = []
    for rule in rules:
        pattern = rule[0].__self__.pattern
        own = _FLAGS.match(pattern)
        scoped = f"(?{own[1]}:{pattern[own.end() :]})" if own else f"(?:{pattern})"
        if _ALONE.search(scoped):
            yield from _joined(run, flags)
            run = []
            yield rule[0], {None: rule}
        else:
            run.append((scoped, rule))
    yield from _joined(run, flags)


def _joined(run: Sequence[tuple[str, _Rule]], flags: int) -> Iterator[_Rules]:
    """Yield one pattern of all; an empty group behind each says which one it was: the last group that ended."""
    by_group: dict[int | None, _Rule] = {}
    group = 0
    for _, rule in run:
        group += rule[0].__self__.groups + 1
        by_group[group] = rule
    if len(run) > 1:
        yield re.compile("|".join(f"{pattern}()" for pattern, _ in run), flags).match, by_group
    elif run:
        yield run[0][1][0], {None: run[0][1]}
