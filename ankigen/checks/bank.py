"""Check a whole bank, using the summaries of its questions."""

from __future__ import annotations

import difflib
import itertools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ankigen.checks import guessing
from ankigen.checks.question import diagnose
from ankigen.model import Diagnostic, Rule, Span, in_order, part_above, place_of, slug
from ankigen.system.files import SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ankigen.model import Part, Summary
    from ankigen.source import Config


_MOST_NAMES = 3  # topics, or groups of traps, that one diagnostic names
_FEW = 3  # questions of a trap
_MANY_THIN = 12  # traps with few questions, before they are reported
_HELD = 10  # questions of a mock exam, before its score says anything
_STUDIED = 5  # questions of a domain that are left to study
_ENOUGH = 50  # questions; of fewer, a guesser may be right by luck or by one author's habit of a day
_CLEARLY = 0.05  # by which a guesser's share of right answers is above chance
_CERTAIN = 0.01  # the significance level for all guessers together (Bonferroni)


def check_bank(questions: Sequence[Summary], config: Config) -> Iterator[Diagnostic]:
    """Yield the diagnostics of all checks in `BANK_CHECKS`, which `near_duplicates` is not among: it needs pairs."""
    for check in BANK_CHECKS:
        yield from check(questions, config)


def disputed(questions: Sequence[Summary], _: Config) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each answer that the source, the community, a note or a copy contradicts."""
    for question in questions:
        if question.rival_answers:
            rivals = ", ".join(question.rival_answers)
            message = f"the answer is {', '.join(question.answer)}, but {rivals} is named as well"
            hint = "find out which is right; the card says that it is disputed"
            yield diagnose(question, Rule.DISPUTED, message, hint, "answer")


def near_duplicates(questions: Sequence[Summary], pairs: Iterable[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of the `pairs` of near duplicates: indexes of questions, from `duplicates.near`."""
    for a, b in pairs:
        yield Diagnostic(
            rule=Rule.NEAR_DUPLICATE,
            span=place_of(questions[b], "stem"),
            message=f"the stem is nearly that of `{questions[a].key}`",
            hint="merge them, or leave both if they differ on purpose",
            related=(place_of(questions[a], "stem"),),
        )


def unknown_tags(questions: Sequence[Summary], config: Config) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each tag that bank.toml does not list, if it lists any of the kind."""
    for kind, listed in config.tags.listed.items():
        names_by_slug = {slug(name): name for name in listed}
        for question in questions:
            of_options = itertools.chain(*question.option_traps) if kind == "traps" else ()
            for tag in dict.fromkeys([*getattr(question, kind), *of_options]):
                if slug(tag) not in names_by_slug:
                    near = difflib.get_close_matches(slug(tag), names_by_slug, n=1, cutoff=0.5)
                    hint = f"did you mean `{names_by_slug[near[0]]}`?" if near else f"the list: {', '.join(listed)}"
                    message = f"`{tag}` is not among the bank's {kind}"
                    yield diagnose(question, Rule.UNKNOWN_TAG, message, hint, _part_of(question, tag))


def _part_of(question: Summary, tag: str) -> Part | None:
    """Return the part of a question that has a tag; None for a trap that only a rationale names."""
    if tag in question.topics:
        return "topics"
    return "traps" if tag in question.traps else None


def thin_topics(questions: Sequence[Summary], config: Config) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each home topic with fewer questions than bank.toml asks for.

    In a bank that has fewer of all topics, it is too early to say.
    """
    if len(questions) < config.topic_minimum:
        return
    tagged: dict[str, list[Summary]] = defaultdict(list)
    for question in questions:
        for topic in question.topics[:1]:
            tagged[slug(topic)].append(question)
    for of_topic in tagged.values():
        if len(of_topic) < config.topic_minimum:
            message = (
                f"the topic `{of_topic[0].topics[0]}` is home to {len(of_topic)} of at least {config.topic_minimum}"
            )
            yield diagnose(of_topic[0], Rule.THIN_TOPIC, message, "tag more questions with it, or none", "topics")


def missing_ids(questions: Sequence[Summary], _: Config) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each question without an ID, if most of the bank's questions have one."""
    without = [question for question in questions if not question.id]
    if 2 * len(without) < len(questions):
        for question in without:
            yield diagnose(question, Rule.NO_ID, "the question has no ID", "give it one: **ID:** `Q-001`")


def thin_topics_together(diagnostics: Iterable[Diagnostic], config: Config) -> Iterator[Diagnostic]:
    """Yield the diagnostics, with those about topics with too few questions merged into one."""
    thin: list[Diagnostic] = []
    for diagnostic in diagnostics:
        if diagnostic.rule is Rule.THIN_TOPIC:
            thin.append(diagnostic)
        else:
            yield diagnostic
    if len(thin) < 2:
        yield from thin
        return
    first, *others = in_order(thin)
    listed = [first, *others[: _MOST_NAMES - 1]]
    names = ", ".join(f"`{diagnostic.message.split('`')[1]}`" for diagnostic in listed)
    more = f" and {len(thin) - len(listed)} more" if len(thin) > len(listed) else ""
    yield first.model_copy(
        update={
            "message": f"{len(thin)} topics are home to fewer than {config.topic_minimum} questions: {names}{more}",
            "hint": "tag more questions with them, or none",
            "related": tuple(diagnostic.span for diagnostic in listed[1:]),
        }
    )


def guessable(questions: Sequence[Summary], _: Config) -> Iterator[Diagnostic]:
    """Yield one diagnostic if guessers score clearly more than chance, with each of them.

    The one that picks the same letter each time does not count: options are shuffled.
    """
    scored = guessing.guesses_by_cue(questions)
    better = [
        guess
        for guess in scored
        if guess.questions >= _ENOUGH and guess.score >= guess.chance + _CLEARLY and guess.p * len(scored) < _CERTAIN
    ]
    if better:
        scores = "; ".join(
            f"{guess.picks}: {guess.score:.0%} of {guess.questions} questions, by chance {guess.chance:.0%}"
            for guess in better
        )
        message = f"one who knows nothing is right too often by picking {scores}"
        number = guessing.GUESSERS.index(better[0].picks)
        guessed = (question for question in questions if question.cues and question.answer == question.cues[number])
        hint = "make wrong options like the right ones: ankigen stats"
        yield diagnose(next(guessed, questions[0]), Rule.GUESSABLE, message, hint, "answer")


def thin_traps(questions: Sequence[Summary], config: Config) -> Iterator[Diagnostic]:
    """Yield one diagnostic for a bank in which most traps are on few questions and belong to no family."""
    tagged: dict[str, list[Summary]] = defaultdict(list)
    for question in questions:
        for trap in question.traps:
            tagged[slug(trap)].append(question)
    grouped = {slug(trap) for traps in config.tags.families.values() for trap in traps}
    thin = sorted(trap for trap, of_trap in tagged.items() if len(of_trap) <= _FEW and trap not in grouped)
    if len(thin) < _MANY_THIN or 2 * len(thin) <= len(tagged):
        return
    alike = "; ".join(f"{', '.join(traps)}" for traps in _sharing_a_word(thin))
    hint = f"group them in [tags.families] of bank.toml{f', such as: {alike}' if alike else ''}"
    message = f"{len(thin)} of {len(tagged)} traps are on {_FEW} questions or fewer, too few to learn from reviews"
    yield diagnose(tagged[thin[0]][0], Rule.THIN_TRAPS, message, hint, "traps")


def unused_traps(
    questions: Sequence[Summary], config: Config, place: Callable[[str, str], tuple[int, int]]
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each trap of a family that no question has and that bank.toml does not list.

    `place` returns the line and column of a trap in bank.toml; its arguments are the family and the trap.
    """
    if not questions:
        return
    tagged = itertools.chain.from_iterable(
        (*question.traps, *itertools.chain(*question.option_traps)) for question in questions
    )
    names_by_slug = {slug(trap): trap for trap in (*tagged, *config.tags.traps)}
    aliases = {slug(alias): name for alias, name in config.tags.aliases.items()}
    for family, traps in config.tags.families.items():
        for trap in traps:
            if slug(trap) in names_by_slug:
                continue
            near = difflib.get_close_matches(slug(trap), names_by_slug, n=1)
            meant = aliases.get(slug(trap)) or (names_by_slug[near[0]] if near else "")
            hint = f"did you mean `{meant}`?" if meant else "remove it, or tag a question with it"
            message = f"no question has the trap `{trap}` of the family `{family}`"
            line, column = place(family, trap)
            span = Span(path=SETTINGS_FILE, line=line, column=column)
            yield Diagnostic(rule=Rule.UNUSED_TRAP, span=span, message=message, hint=hint)


def spares_few(questions: Sequence[Summary], config: Config) -> Iterator[Diagnostic]:
    """Yield one diagnostic if the bank is too small for its `hold_out`; shares are counted, not the questions held.

    So it says the same whichever questions are held, and before the first build.
    """
    share = config.hold_out
    if not share:
        return
    reasons = []
    if round(share * len(questions)) < _HELD:
        reasons.append(f"of {len(questions)} questions about {round(share * len(questions))} are held out")
    sizes = Counter(part_above(question.domain, config.blueprint) for question in questions)
    left_by_domain = {domain: round((1 - share) * sizes[domain]) for domain in config.blueprint}
    thin = [
        f"`{domain}` keeps about {left}"
        for domain, left in left_by_domain.items()
        if left < min(_STUDIED, sizes[domain])
    ]
    if thin:
        more = f" and {len(thin) - _MOST_NAMES} more domains" if len(thin) > _MOST_NAMES else ""
        reasons.append(f"{', '.join(thin[:_MOST_NAMES])}{more}")
    if reasons:
        hint = f"a mock exam takes {_HELD}, a domain {_STUDIED} to study: write more questions, or remove `hold_out`"
        message = f"`hold_out` is {share:g}: {'; '.join(reasons)}"
        yield Diagnostic(rule=Rule.SPARES_FEW, span=Span(path=SETTINGS_FILE, line=1), message=message, hint=hint)


def _sharing_a_word(traps: Sequence[str]) -> list[list[str]]:
    """Return groups of traps that share a word of their names, the largest first."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for trap in traps:
        for word in trap.split("-"):
            if len(word) > 2:
                sharing[word].append(trap)
    groups = sorted((group for group in sharing.values() if len(group) > 1), key=lambda group: (-len(group), group))
    return groups[:_MOST_NAMES]


BANK_CHECKS: tuple[Callable[[Sequence[Summary], Config], Iterator[Diagnostic]], ...] = (
    disputed,
    unknown_tags,
    thin_topics,
    missing_ids,
    guessable,
    thin_traps,
    spares_few,
)
