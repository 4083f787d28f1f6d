"""Every code that ankigen reports: severity, one line, and the page that `ankigen explain` prints.

The hundreds digit names the stage: AG0 files and settings, AG1 syntax of a question, AG2 one question, AG3 the whole
bank, AG4 pictures and links. Codes are permanent: never renumbered, never used again for something else.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal

Severity = Literal["error", "warning"]


# fmt: off
class Rule(Enum):
    """`code`, `severity` (an error leaves something out), `summary`, and `advice`: why it matters and what to do."""

    NOT_TEXT = (
        "AG001", "error", "a file cannot be decoded",
        "The file is neither UTF-8 nor UTF-16, Big5 or GB18030. Its questions are left out. Save it as UTF-8.",
    )
    BAD_SETTING = (
        "AG002", "error", "bank.toml has a wrong setting",
        "A misspelt or wrong setting could send cards to wrong decks, so the bank is not built. The message names the"
        " nearest setting that exists.",
    )
    UNREADABLE = (
        "AG003", "error", "a file cannot be read",
        "The system refuses to give the file, for example because its permissions do not allow it.",
    )
    LEDGER_DAMAGED = (
        "AG004", "error", "the ledger is damaged",
        "`ankigen.lock` holds a merge conflict, a line twice, or is cut off, or a newer ankigen wrote it. Nothing is"
        " built, because a guess would cost learners their history. For a conflict keep both sides' lines, and of two"
        " lines for one question the one with the later dates; else restore the file from git.",
    )
    LEDGER_STALE = (
        "AG005", "error", "the ledger is not what a build would write",
        "`ankigen build --check` found that a question, tag or template has changed since the ledger was written. Run"
        " `make decks` and commit the ledger, so that every build gives the same dates.",
    )
    MOJIBAKE = (
        "AG006", "warning", "a text was decoded wrongly before it was saved",
        "UTF-8 bytes were once read as windows-1252 or a relative of it. ankigen reads the file as if that had not"
        " happened; characters of which bytes were lost are inferred from the text around them. Look at them, and"
        " write the clean file with `ankigen repair FILE --in-place`.",
    )
    OTHER_ENCODING = (
        "AG007", "warning", "a file is not UTF-8",
        "The file was read as UTF-16, Big5 or GB18030. Save it as UTF-8, so that every tool reads the same.",
    )
    UNUSED_IGNORE = (
        "AG008", "warning", "an ignore silences nothing",
        "An `ignore` in bank.toml or a comment `<!-- ankigen: ignore AG203 -->` names a code that is not reported"
        " there. Take it out, or it will hide a fault one day.",
    )
    CONFLICT = (
        "AG009", "error", "a file holds a merge conflict",
        "Lines such as `<<<<<<< HEAD` stand where git could not merge two versions. Which one is right only its author"
        " knows, so the file's questions are left out. Keep one of the two, and delete the markers. A fenced example in"
        " a file that speaks of conflicts is none.",
    )
    NO_OPTIONS = (
        "AG101", "error", "a question has fewer than two options",
        "Write at least two options, one a line: `- **A.** text`.",
    )
    NO_ANSWER = (
        "AG102", "error", "a question has no answer",
        "Name the right labels: `**正解:** `B`` or `**Answer:** `B``; in a task list mark the right box: `- [x]`.",
    )
    ANSWER_NO_OPTION = (
        "AG103", "error", "the answer names a label that no option has",
        "Correct the answer, or add the option.",
    )
    DUPLICATE_LABEL = (
        "AG104", "error", "two options of a question have the same label",
        "Nobody could say which one the answer means. Give every option a label of its own.",
    )
    NO_STEM = ("AG105", "error", "a question has no stem", "Write the question itself under `### 題幹` or `### Stem`.")
    UNFILLED = (
        "AG106", "error", "a question is not filled in yet",
        "`ankigen new question` wrote the file, and a comment `<!-- ankigen: fill in: … -->` is left in it. The file is"
        " left out until all of them are gone: write each part in place of its comment, and delete the comments,"
        " with their headings, of parts that the question does not have.",
    )
    ANSWER_COUNT = (
        "AG201", "warning", "the stem asks for another number of answers",
        "«Choose 2» with one right option, or one pick with two: the stem or the answer is wrong.",
    )
    NO_RATIONALE = (
        "AG202", "warning", "a wrong option has no rationale",
        "Other options of the question say why they are wrong, this one does not. Learners learn most from it.",
    )
    CLAIMED_ANSWER = (
        "AG203", "warning", "no line gives the answer",
        "The question says only what its source or the community takes for right; the answer was taken from there."
        " Decide, and write it: `**正解:** `B``.",
    )
    OTHER_LETTER = (
        "AG204", "warning", "the explanation argues for another letter",
        "A heading such as «為什麼 B 是正確答案», or one among the wrong options such as «B (正確答案)», calls right"
        " what is not in the answer. One of the two is wrong, and spaced repetition would teach it.",
    )
    DISPUTED = (
        "AG205", "warning", "the answer is disputed",
        "The source or the community names another answer. The card says so on its back. Find out which is right.",
    )
    LENGTH_CUE = (
        "AG206", "warning", "the right option is far longer than the others",
        "Learners pick the longest option without knowing why. Shorten it, or say as much in the others.",
    )
    ALL_OF_ABOVE = (
        "AG207", "warning", "an option speaks of all or none of the others",
        "«All of the above» is right as soon as two options are, and its place gives it away. ankigen does not shuffle"
        " such a question. Better write what the option would say.",
    )
    QUIET_NEGATIVE = (
        "AG208", "warning", "a negative in the stem is not emphasised",
        "«Which is not …» is read over. Write **NOT** in bold or capitals, or ask the other way round.",
    )
    SAME_OPTIONS = (
        "AG209", "warning", "two options say the same",
        "Two options have the same text: one of them was copied and not changed.",
    )
    LOST_FIGURE = (
        "AG210", "warning", "the stem speaks of a figure that is not there",
        "The question came with a picture that was lost on the way. Add it, or say in words what it showed.",
    )
    ODD_LEVEL = (
        "AG211", "warning", "a level says more than a level",
        "The level is a tag: keep it short (`L2-Intermediate`) and write remarks and corrections elsewhere.",
    )
    ALL_RIGHT = (
        "AG212", "warning", "every option is marked as right",
        "A question without a wrong option asks nothing; most often the boxes were ticked by mistake.",
    )
    RIGHT_REFUTED = (
        "AG213", "warning", "a right option is said to be wrong",
        "The section on wrong options says why this one is wrong, but the answer calls it right. Correct the answer, or"
        " move the text to the explanation. A heading that calls the option right, `### C (正確答案)`, is no fault.",
    )
    DUPLICATE_ID = (
        "AG301", "error", "one ID stands for different questions in one folder",
        "The ID is a question's identity. Which of them learners have already cannot be told, so all are left out. Give"
        " the newer one an ID of its own.",
    )
    QUALIFIED_ID = (
        "AG302", "warning", "one ID stands for different questions in several folders",
        "The folders tell them apart (`by-order_b2/Q-005`), so a renamed folder is a new key. Better give each an ID of"
        " its own.",
    )
    POORER_COPY = (
        "AG303", "warning", "a copy of a question says less than another",
        "The richer copy is built, with the topics of both. Bring the other up to date, or delete it.",
    )
    COPIES_DISAGREE = (
        "AG304", "warning", "copies of a question disagree about the answer",
        "Stem and options are the same, the answers are not. The richer copy is built, and its card says that the"
        " answer is disputed. Find out which is right, and mend the other.",
    )
    NEAR_DUPLICATE = (
        "AG305", "warning", "two stems are nearly the same",
        "They may be one question that was edited in one place only, or a pair on purpose. Both are built.",
    )
    UNKNOWN_TAG = (
        "AG306", "warning", "a tag is not in the bank's list",
        "bank.toml lists the bank's tags, and this one is not among them. Correct it, add it to the list, or give it as"
        " an alias of one that is.",
    )
    THIN_TOPIC = (
        "AG307", "warning", "a topic has few questions",
        "A deck of one card is not worth its place. Tag more questions with the topic, or none. `topic_minimum` in"
        " bank.toml says how many are enough (2 by default; 0 turns the check off). A topic with fewer has no package"
        " of its own. All such topics of a bank are one warning, which names the first few.",
    )
    NO_ID = (
        "AG308", "warning", "a question has no ID",
        "Most questions of the bank have one. Without it, a question is only known by its file and its text: edited and"
        " moved at once, it would become a new card.",
    )
    NO_PICTURE = (
        "AG401", "warning", "a picture is missing",
        "The file that the question names is not there, as a picture or as a sound. The card shows its words instead.",
    )
    UNUSED_PICTURE = (
        "AG402", "warning", "a picture is not used",
        "No question of the bank names this file outside code and comments. Show it with `![what it shows](picture.png)"
        "` where it belongs, or move it out of the bank.",
    )
    DEAD_LINK = (
        "AG403", "warning", "a link leads to a file that is not there",
        "Cards show the link's text only, but readers of the file follow it.",
    )
    REMOTE_PICTURE = (
        "AG404", "warning", "a picture lies on another machine",
        "ankigen fetches nothing, and a card must work without a network. Save the picture beside the question.",
    )
    OUTSIDE_PICTURE = (
        "AG405", "error", "a picture or sound lies outside the bank's folder",
        "Only files in the bank's folder are read: none by `..`, an absolute path, `file:` or `data:`, or a symbolic"
        " link that leads out, so that building a stranger's bank never packs a file of yours. Copy it into the bank.",
    )
    LARGE_PICTURE = (
        "AG406", "error", "a picture or sound is too large",
        "Every learner's phone downloads it. Make it smaller, or raise `media_limit` in bank.toml (MiB, 10 by default;"
        " 100 is the most that Anki syncs).",
    )
    MISNAMED_PICTURE = (
        "AG407", "warning", "a picture or sound is not what its name says",
        "The first bytes of the file are those of another kind. It is packed under the right suffix; rename it.",
    )
    ODD_PICTURE = (
        "AG408", "error", "a picture or sound is of no kind that Anki shows",
        "Shown everywhere are PNG, JPEG, GIF, WebP, AVIF and SVG pictures; played are MP3, Ogg, WAV, M4A and FLAC. The"
        " bytes of the file are of none of these, or damaged. Convert it.",
    )
    CLEANED_PICTURE = (
        "AG409", "warning", "an SVG picture lost a part of it",
        "Scripts, links, embedded HTML and pictures, animations, and all that would be loaded from elsewhere are taken"
        " out of an SVG. Look at the card: text that draw.io or Mermaid write as HTML is gone; export it as text.",
    )
    # fmt: on

    def __init__(self, code: str, severity: Severity, summary: str, advice: str) -> None:
        self.code = code
        self.severity = severity
        self.summary = summary
        self.advice = advice


BY_CODE = {rule.code: rule for rule in Rule}


def page(rule: Rule) -> str:
    """Return the page on a code, in markdown."""
    return f"# {rule.code}: {rule.summary}\n\nSeverity: {rule.severity}\n\n{rule.advice}\n"
