"""Every diagnostic code: its severity, a one-line title, and the page that `ankigen explain` prints.

The hundreds digit names what is at fault: AG0 files and settings, AG1 the parts of a question, and kinds that the bank
does not ask, AG2 one question, AG3 the whole bank, AG4 pictures and links, AG5 what learners' reviews show. Codes are
permanent: they are never renumbered and never reused.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal

Severity = Literal["error", "warning"]


# fmt: off
class Rule(Enum):
    """A diagnostic: its `code`, `severity`, one-line `title`, and `advice`: why it matters and what to do."""

    NOT_TEXT = (
        "AG001", "error", "a file cannot be decoded",
        "The file is neither UTF-8 nor UTF-16, Big5 or GB18030. Its questions are left out. Save it as UTF-8.",
    )
    BAD_SETTING = (
        "AG002", "error", "bank.toml has a wrong setting",
        "A misspelt or wrong setting could put cards into the wrong decks, so the bank is not built. The message"
        " suggests the nearest setting that exists.",
    )
    UNREADABLE = (
        "AG003", "error", "a file cannot be read",
        "The file cannot be opened, for example for lack of permission, or it is larger than 8 MiB: a bank's files are"
        " for people to read and edit, and to read so much at once would take too much memory.",
    )
    LEDGER_DAMAGED = (
        "AG004", "error", "the ledger is damaged",
        "`ankigen.lock` is truncated, has a line that says nothing, or was written by a newer ankigen. Nothing is"
        " built, because a guess would cost learners their history. Update ankigen, or restore the file from git.",
    )
    LEDGER_STALE = (
        "AG005", "error", "the ledger is out of date",
        "`ankigen build --check` found that a question, tag or template has changed since the ledger was written. Run"
        " `ankigen build` and commit the ledger, so that every build gives the same dates.",
    )
    MOJIBAKE = (
        "AG006", "warning", "a text was decoded wrongly before it was saved",
        "UTF-8 bytes were once read as windows-1252 or a similar code page. ankigen undoes this when it reads the file;"
        " characters whose bytes were lost are inferred from the text around them. Check these, and write the clean"
        " file with `ankigen repair FILE --in-place`.",
    )
    OTHER_ENCODING = (
        "AG007", "warning", "a file is not UTF-8",
        "The file was read as UTF-16, Big5 or GB18030. Save it as UTF-8, so that every tool reads the same text.",
    )
    UNUSED_IGNORE = (
        "AG008", "warning", "an ignore has no effect",
        "An `ignore` in bank.toml or a comment `<!-- ankigen: ignore AG203 -->` names a code that is not reported"
        " there. Remove it, or it will hide a fault one day.",
    )
    CONFLICT = (
        "AG009", "error", "a file has a merge conflict",
        "Git left conflict markers such as `<<<<<<< HEAD`. Only the author knows which version is right, so the file's"
        " questions are left out. Keep one version, and delete the markers. Markers in a fenced example do not count.",
    )
    TOO_DEEP = (
        "AG010", "error", "a text is nested too deep",
        "Lists, quotations or emphasis are inside each other hundreds of times, which no card can show. The question is"
        " left out, or the file if it cannot be read at all. Take the marks away that are repeated.",
    )
    UNPORTABLE_PATH = (
        "AG011", "warning", "a file's path does not exist on every system",
        "Windows has no files named `con`, `nul` or `com1`, with whatever suffix, and none whose names end with a dot"
        ' or a blank or contain one of `<>:"|?*\\`. Most of its programs take no path of 260 characters. On Windows'
        " and macOS, `Q-1.md` and `q-1.md` are one file. Who works on the bank there would not have the file, and its"
        " questions would be retired. Rename it; the ledger recognises the questions.",
    )
    NO_OPTIONS = (
        "AG101", "error", "a question has fewer than two options",
        "Write at least two options, one on each line: `- **A.** text`.",
    )
    NO_ANSWER = (
        "AG102", "error", "a question has no answer",
        "Name the right labels: `**Answer:** B`; in a task list, mark the right box: `- [x]`.",
    )
    ANSWER_NO_OPTION = (
        "AG103", "error", "the answer names a label that no option has",
        "Correct the answer, or add the option.",
    )
    DUPLICATE_LABEL = (
        "AG104", "error", "two options of a question have the same label",
        "It is unclear which one the answer means. Give every option its own label.",
    )
    NO_STEM = ("AG105", "error", "a question has no stem", "Write the question itself under `### Stem`.")
    UNFILLED = (
        "AG106", "error", "a question is not filled in yet",
        "`ankigen new question` wrote the file, and comments `<!-- ankigen: fill in: … -->` are left in it. The file is"
        " left out until all of them are gone: replace each with your text. If the question does not have a part,"
        " delete its comment and its heading.",
    )
    NOT_READ = (
        "AG107", "warning", "lines look like a question, and none was read from them",
        "Options, numbers of questions or answers are there, but not all that makes a question: a stem, at least two"
        " options, and an answer. The message names the first such line between two questions, and lists a few more."
        " Complete the question, or ignore the warning if there is to be none: a file whose name begins with `_` is not"
        " read.",
    )
    LABELS_OUT_OF_ORDER = (
        "AG108", "error", "the labels of the options do not go up one by one",
        "A label is missing or out of order, so the answer may mean another option. Label them A, B, C, … in order.",
    )
    UNREADABLE_ANSWER = (
        "AG109", "error", "the answer cannot be read",
        "The message quotes it. Write the label of the right option, several separated by commas, or an option's whole"
        " text; a reason may follow behind a dash: `**Answer:** B - because …`.",
    )
    ORDERING = (
        "AG110", "error", "a question asks for an order",
        "There is nothing to choose from, so the question is left out. `open = true` in bank.toml makes a recall card"
        " of it: the front shows the steps, the back their order. Or ask what comes first, or offer whole orders.",
    )
    MATCHING = (
        "AG111", "error", "a question asks to match two lists",
        "There is nothing to choose from, so the question is left out. `open = true` in bank.toml makes a recall card"
        " of it: the front shows both lists, the back the pairs. Or write whole sets of pairs as options, or a question"
        " for each pair.",
    )
    NUMBER = (
        "AG112", "error", "a question asks for a number",
        "There are no options to choose from, so the question is left out. `open = true` in bank.toml makes a recall"
        " card of it, with the number on the back. Or write options.",
    )
    OPEN = (
        "AG113", "error", "a question has an answer and no options",
        "There is nothing to choose from, so the question is left out. `open = true` in bank.toml makes a recall card"
        " of it, with the answer on the back. Or write options.",
    )
    UNKNOWN_LABEL = (
        "AG114", "warning", "a label is misspelt",
        "The text behind it was kept in the explanation instead of where it belongs. The message names the nearest"
        " label that exists; `ankigen check --fix` corrects it if it is one letter away.",
    )
    GAP = (
        "AG115", "error", "a question asks to fill a gap",
        "There are no options to choose from, so the question is left out. `open = true` in bank.toml makes a recall"
        " card of it, with what belongs in the gap on the back. Or write options.",
    )
    ANSWER_KEY_ENTRY = (
        "AG116", "error", "an answer of an answer key is for no question",
        "A question is missing or was not read, or the number is wrong: then others may be wrong as well. Correct it.",
    )
    ANSWER_KEY_UNCERTAIN = (
        "AG117", "error", "it is not certain which question an answer of an answer key is for, or what it says",
        "The answer key answers a question twice and not in the same way, or several questions have that number. They"
        " are left out. Give each a number of its own, or repeat the titles of the chapters in the answer key.",
    )
    GIVEN_AWAY = (
        "AG118", "error", "the answer or its explanation is above the options",
        "The front of a card shows what is above the options, so the learner would read the answer first. The question"
        " is left out. Move the answer and what explains it below the options.",
    )
    SHARED_TEXT = (
        "AG119", "warning", "a text that several questions share is in none of them",
        "A line names the questions below it, and a text for all of them follows. A card shows one question by itself,"
        " so the text is left out of their stems; below another question it is in that one's explanation. Repeat in"
        " each stem what it needs.",
    )
    ANSWER_COUNT = (
        "AG201", "warning", "the stem asks for a different number of answers than are marked",
        'The stem says "Choose 2" and one option is right, or it asks for one and two are right. Correct the stem or'
        " the answer.",
    )
    NO_RATIONALE = (
        "AG202", "warning", "a wrong option has no rationale",
        "Other options of the question say why they are wrong, this one does not. Learners learn most from it.",
    )
    CLAIMED_ANSWER = (
        "AG203", "warning", "no line gives the answer",
        "The question only says which answer its source or the community gives, so that answer was taken. Decide which"
        " one is right, and write it: `**Answer:** B`.",
    )
    OTHER_LETTER = (
        "AG204", "warning", "the explanation names another letter as right",
        'A heading such as "Why B is correct", or one among the wrong options such as "B (the correct answer)", names a'
        " letter that is not in the answer. One of the two is wrong, and spaced repetition would teach it.",
    )
    DISPUTED = (
        "AG205", "warning", "the answer is disputed",
        "The source or the community names another answer. The back of the card says so. Find out which is right.",
    )
    LENGTH_CUE = (
        "AG206", "warning", "the right option is far longer than the others",
        "Learners pick the longest option without knowing why it is right. Shorten it, or make the others as detailed.",
    )
    ALL_OF_ABOVE = (
        "AG207", "warning", "an option refers to all or none of the others",
        '"All of the above" must be right as soon as two options are, and its position gives it away. ankigen does not'
        " shuffle such a question. Write out what the option means.",
    )
    QUIET_NEGATIVE = (
        "AG208", "warning", "a negative in the stem is not emphasised",
        'The "not" of "Which is not …" is easily overlooked. Write **NOT** in bold or capitals, or ask the other way'
        " round.",
    )
    SAME_OPTIONS = (
        "AG209", "warning", "two options say the same",
        "Two options have the same text: one of them was copied and not changed.",
    )
    LOST_FIGURE = (
        "AG210", "warning", "the stem refers to a figure that is missing",
        "The question came with a picture that was lost on the way. Add it, or describe what it showed.",
    )
    ODD_LEVEL = (
        "AG211", "warning", "a level has extra text",
        "The level is a tag: keep it short (`L2-Intermediate`) and write remarks and corrections elsewhere.",
    )
    ALL_RIGHT = (
        "AG212", "warning", "every option is marked as right",
        "A question without a wrong option tests nothing; most often the boxes were ticked by mistake.",
    )
    RIGHT_REFUTED = (
        "AG213", "warning", "a right option is said to be wrong",
        "The section on wrong options says why this one is wrong, but the answer says that it is right. Correct the"
        " answer, or move the text to the explanation. A heading that calls the option right, such as"
        " `### C (the correct answer)`, is not reported.",
    )
    EMPTY_OPTION = (
        "AG214", "warning", "an option has no text",
        "There is nothing to read behind its label. Write the option, or delete its line.",
    )
    DUPLICATE_ID = (
        "AG301", "error", "one ID is used for different questions in one folder",
        "The ID is a question's identity. It is unclear which of the questions learners have already, so all are left"
        " out. Give the newer one its own ID.",
    )
    QUALIFIED_ID = (
        "AG302", "warning", "one ID is used for different questions in several folders",
        "The folder tells them apart (`by-order_b2/Q-005`), so if you rename the folder, their keys change. It is"
        " better to give each question its own ID.",
    )
    POORER_COPY = (
        "AG303", "warning", "a copy of a question says less than another",
        "The richer copy is built, with the topics of both. Bring the other up to date, or delete it.",
    )
    COPIES_DISAGREE = (
        "AG304", "warning", "copies of a question disagree about the answer",
        "Stem and options are the same, the answers are not. The richer copy is built, and its card says that the"
        " answer is disputed. Find out which is right, and correct the other.",
    )
    NEAR_DUPLICATE = (
        "AG305", "warning", "two stems are nearly the same",
        "They may be one question that was edited in one place only, or alike on purpose. Both are built.",
    )
    UNKNOWN_TAG = (
        "AG306", "warning", "a tag is not in the bank's list",
        "bank.toml lists the bank's tags, and this one is not among them. Correct it, add it to the list, or make it"
        " an alias of one that is.",
    )
    THIN_TOPIC = (
        "AG307", "warning", "a topic has few questions",
        "A deck with one card is of little use. Give the topic more questions, or remove it. `topic_minimum` in"
        " bank.toml is the number that is enough (2 by default; 0 turns the check off). A topic with fewer has no"
        " package of its own. One warning covers all such topics of a bank, and names the first few.",
    )
    NO_ID = (
        "AG308", "warning", "a question has no ID",
        "Most questions of the bank have one. Without it, a question is recognised only by its file and its text: if it"
        " is edited and moved in the same build, it becomes a new card.",
    )
    COPIES_CONTRADICT = (
        "AG309", "error", "questions with different IDs ask the same and have different answers",
        "One of the answers is wrong, or the stems lack what tells the questions apart. None of them is built.",
    )
    GUESSABLE = (
        "AG310", "warning", "answers can be guessed without knowing the subject",
        "Who always picks the longest option, or goes by another cue that has nothing to do with the subject, is right"
        " more often than by chance, in so many questions that it is no accident. Then a learner trains the cue. Make"
        " wrong options as long and as careful as the right one; `ankigen stats` shows what each guesser scores.",
    )
    THIN_TRAPS = (
        "AG311", "warning", "most traps have few questions",
        "`ankigen progress` says which traps a learner falls for. Of a trap with three questions or fewer it has too"
        " few reviews to tell. Group traps that are alike in bank.toml, and they are counted together:"
        ' `[tags.families]`, then `"Looks alike" = ["Similar-Function", "Similar-Name"]`. The tags on the cards stay'
        " as they are.",
    )
    WAITING = (
        "AG312", "error", "a new question may be one that is left out",
        "A question that learners have is missing, and a file has an error, so the question may be there. A new"
        " question without an ID, or with the same ID, may be a copy of it, or that question itself: with a note of its"
        " own, it would have two. `ankigen build` leaves it out until the error is mended. If it is another question,"
        " give it an ID of its own, and it is built.",
    )
    SPARES_FEW = (
        "AG313", "warning", "the bank is too small to hold questions out",
        "`hold_out` in bank.toml keeps a share of the questions out of every package, so that a mock exam measures"
        " something new. Of fewer than ten questions a score says little: with ten, chance alone moves it by fifteen"
        " points or more, up or down, in about one exam of three. And a domain of the blueprint that keeps fewer than"
        " five questions in the packages is hardly studied. Write more questions, lower the share, or remove the"
        " setting; what is held out already stays so until `ankigen build --release-held-out`.",
    )
    UNUSED_TRAP = (
        "AG314", "warning", "a family names a trap that no question has",
        "`[tags.families]` in bank.toml groups traps for `ankigen progress`. This one is on no question and in no"
        " rationale, so it groups nothing, and if it is misspelt, the trap that is meant is counted alone. Correct it,"
        " remove it, or tag a question with it. A trap that `traps` in `[tags]` lists may wait for its first question.",
    )
    POOR_CARD = (
        "AG315", "warning", "a card of a table, rationale or mnemonic is not made",
        "bank.toml or the question asks for look-ups, refutations or blanks (`[cards]`), and this one would be a poor"
        " card: more than one answer fits, the front gives the answer away, or what it names is not on it. The others"
        " are made. Write the row, the rationale or the mnemonic so that it can be asked.",
    )
    NO_PICTURE = (
        "AG401", "warning", "a picture is missing",
        "The picture or sound that the question names does not exist or cannot be read. The card shows its alternative"
        " text instead.",
    )
    UNUSED_PICTURE = (
        "AG402", "warning", "a picture is not used",
        "No question of the bank names this file outside code and comments. Show it with `![what it shows](picture.png)"
        "` where it belongs, or move it out of the bank.",
    )
    DEAD_LINK = (
        "AG403", "warning", "a link leads to a file that does not exist",
        "Cards show the link's text only, but readers of the file follow it.",
    )
    REMOTE_PICTURE = (
        "AG404", "warning", "a picture is on another machine",
        "ankigen downloads nothing, and a card must work without a network. Save the picture beside the question.",
    )
    OUTSIDE_PICTURE = (
        "AG405", "error", "a picture or sound is outside the bank's folder",
        "Only files in the bank's folder are read, so that building a stranger's bank never packs a file of yours."
        " Absolute paths, `file:`, `data:`, and any `..` or symbolic link that leads out are refused. The question is"
        " built without the file. Copy it into the bank.",
    )
    LARGE_PICTURE = (
        "AG406", "error", "a picture or sound is too large",
        "Every learner's phone downloads it. Make it smaller, or raise `media_limit` in bank.toml (in MiB: 10 by"
        " default, and at most 100, because Anki syncs no larger file).",
    )
    MISNAMED_PICTURE = (
        "AG407", "warning", "a picture or sound is not what its name says",
        "The file's first bytes are those of another format. It is packed with the right suffix; rename it.",
    )
    ODD_PICTURE = (
        "AG408", "error", "a picture or sound is in no format that Anki shows everywhere",
        "Anki shows PNG, JPEG, GIF, WebP, AVIF and SVG pictures and plays MP3, Ogg, WAV, M4A and FLAC sounds on every"
        " device. The file is none of these, or it is damaged. Convert it.",
    )
    CLEANED_PICTURE = (
        "AG409", "warning", "parts of an SVG picture were removed",
        "Scripts, links, embedded HTML and pictures, animations, and anything loaded from elsewhere are removed from an"
        " SVG. Look at the card: text that draw.io or Mermaid wrote as HTML is gone; export it as text.",
    )
    TOO_HARD = (
        "AG501", "warning", "a question goes wrong far more often than its level",
        "`ankigen progress` found it in learners' reviews. Perhaps the stem is unclear, the answer wrong, or the level"
        " too low. Perhaps it is just hard: then nothing need be done.",
    )
    TOO_EASY = (
        "AG502", "warning", "nobody gets a question wrong",
        "`ankigen progress` found that ten learners or more were right at first sight, and none was wrong. Perhaps the"
        " options give the answer away: by their length, their wording, or because the wrong ones are absurd.",
    )
    UNPREDICTED = (
        "AG503", "warning", "a question goes wrong with those who know the rest",
        "`ankigen progress` found in the counts of twenty learners or more that those who do well elsewhere do worse"
        " here. Perhaps the answer is wrong, or another option can be defended.",
    )
    # fmt: on

    def __init__(self, code: str, severity: Severity, title: str, advice: str) -> None:
        self.code = code
        self.severity = severity
        self.title = title
        self.advice = advice


BY_CODE = {rule.code: rule for rule in Rule}
FIXABLE = frozenset({Rule.UNKNOWN_LABEL, Rule.NO_ID})  # what `check --fix` can most often fix
