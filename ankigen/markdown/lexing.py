"""Return pygments' lexers by name, made faster: they try only the rules that can match at the next character.

The rules are pygments' own, and so are the tokens; a test compares the two for every lexer. A lexer that does more than
follow its rules is left as it is.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pygments.lexer import RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Error, Whitespace, _TokenType
from pygments.util import ClassNotFound

try:  # the parser of `re` itself; see `_beginnings`
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - other Pythons have it elsewhere: pygments' lexers are left as they are
    _parser = None

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_Rule = tuple[Any, Any, Any]  # as pygments' `RegexLexerMeta` has it: what matches, the action, the next state
_Rules = tuple["Sequence[_Rule]", "Mapping[str, Sequence[_Rule]]"]  # of a state: all, and those for each next character
_ASCII = frozenset(map(chr, range(128)))
_PLACES = {"AT", "ASSERT", "ASSERT_NOT"}  # take no character
_CHARACTERS = {"LITERAL", "NOT_LITERAL", "IN", "ANY"}  # take one
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


@cache
def lexer(name: str) -> Any:  # noqa: ANN401 - pygments' lexers have no common public type
    """Return the lexer with a name, None if there is none; it keeps empty lines and the end of the text as they are."""
    try:
        plain_lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    kind: Any = type(plain_lexer)
    by_rules = kind.get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed and hasattr(kind, "_tokens")
    if not by_rules or not _parser:
        return plain_lexer
    return type(kind.__name__, (_Quick, kind), {})(stripnl=False, ensurenl=False)


class _Quick(RegexLexer):
    """A lexer that tries only the rules that can match at the next character."""

    def get_tokens_unprocessed(self, text: str, stack: Iterable[str] = ("root",)) -> Iterator[tuple[int, Any, str]]:
        """Yield the place, kind and text of each token, as `RegexLexer` does."""
        kind = type(self)
        names = list(stack)
        rules, some = _state(kind, names[-1])
        position = 0
        while True:
            for match, action, following in some.get(text[position : position + 1], rules):
                token = match(text, position)
                if token:
                    if type(action) is _TokenType:
                        yield position, action, token.group()
                    elif action is not None:
                        yield from action(self, token)
                    position = token.end()
                    if following is not None:
                        _go(names, following)
                        rules, some = _state(kind, names[-1])
                    break
            else:
                if position >= len(text):
                    return
                line_end = text[position] == "\n"
                yield position, Whitespace if line_end else Error, text[position]
                position += 1
                names = ["root"] if line_end else names  # an error ends with its line
                rules, some = _state(kind, names[-1])


def _go(names: list[str], following: Any) -> None:  # noqa: ANN401 - as pygments has it
    """Go to the next state: leave `following` states if it is a number, else enter the ones that it names.

    `#pop` leaves a state, and `#push` enters the present one again.
    """
    if isinstance(following, int):
        del names[max(1, len(names) - abs(following)) :]
        return
    for name in following if isinstance(following, tuple) else (following,):
        if name == "#pop":
            del names[max(1, len(names) - 1) :]
        else:
            names.append(names[-1] if name == "#push" else name)


@cache
def _state(kind: Any, name: str) -> _Rules:  # noqa: ANN401 - a class of pygments'
    """Return all rules of a state, and for each ASCII character those that can match if it comes next."""
    rules: Sequence[_Rule] = kind._tokens[name]  # noqa: SLF001
    beginnings = [_beginnings(match.__self__) for match, _, _ in rules]
    return rules, {
        character: [rule for rule, firsts in zip(rules, beginnings, strict=True) if character in firsts]
        for character in _ASCII
    }


def _beginnings(pattern: re.Pattern[str]) -> Iterable[str]:
    """Return the ASCII characters with which a match can begin; in doubt, too many."""
    firsts, empty = _firsts(_parser.parse(pattern.pattern, pattern.flags), pattern.flags)
    return _ASCII if empty else firsts


def _firsts(items: Any, flags: int) -> tuple[set[str], bool]:  # noqa: ANN401 - a parsed pattern
    """Return the ASCII characters with which parts of a pattern can begin, and whether they can match nothing."""
    firsts: set[str] = set()
    for i, (operation, value) in enumerate(items):
        name = str(operation)
        if name in _PLACES:
            continue
        if name in _CHARACTERS:
            match = _compiler.compile(items[i : i + 1], flags).match
            return firsts | set(filter(match, _ASCII)), False
        if name in _REPEATS:
            begin, empty = _firsts(value[2], flags)
            empty = empty or value[0] == 0
        elif name == "SUBPATTERN" and not value[2]:  # takes no flag away
            begin, empty = _firsts(value[3], flags | value[1])
        elif name == "BRANCH":
            branches = [_firsts(branch, flags) for branch in value[1]]
            begin, empty = set().union(*(one for one, _ in branches)), any(nothing for _, nothing in branches)
        else:
            return set(_ASCII), True
        firsts |= begin
        if not empty:
            return firsts, False
    return firsts, True
