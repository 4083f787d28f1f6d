"""bank.toml: the settings of one bank, all optional."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic needs it at run time
import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StrictBool, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from ankigen.languages import LANGUAGES, nearest
from ankigen.model import BY_CODE, Diagnostic, Frozen, Rule, Span
from ankigen.system.files import SETTINGS_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails


class Tags(Frozen):
    """The tags that the bank allows, one list for each kind; an empty list allows any tag.

    `aliases` maps other spellings of tags to the bank's own. `families` groups traps that are alike, by the family's
    name: a learner has too few reviews of each trap alone.
    """

    topics: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    aliases: dict[str, str] = Field(default_factory=dict)
    families: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def listed(self) -> dict[str, tuple[str, ...]]:
        """The kinds of tags that have a list."""
        return {kind: names for kind in ("topics", "traps") if (names := getattr(self, kind))}


Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Config(Frozen):
    """The settings in bank.toml.

    `id` identifies the bank in GUIDs and file names, and defaults to the folder's name; `title` is the deck's name in
    Anki, and defaults to the id. `language` is the BCP 47 tag of the explanations and of the labels on the cards; "" is
    the language that most explanations are in. `recall` gives every choice a second card, without options; `open` makes
    recall cards of questions of other kinds, which are errors otherwise; `shuffle` puts options in a new order at each
    review. `maths` is whether `$…$` and the like are formulas. `media_limit` is the largest size of a picture or sound
    in MiB (AnkiWeb syncs at most 100). `topic_minimum` is the number of questions that a home topic should have.
    `ignore` lists the codes of warnings to suppress. `blueprint` has the weights of the exam's domains, in any unit:
    their shares of the sum are compared with the shares of the questions. `pass` is the share of right answers that
    passes the exam, from 0 to 1, and `exam_date` the day of the exam.
    """

    id: str
    title: str
    language: str = ""
    recall: StrictBool = False
    open: StrictBool = False
    shuffle: StrictBool = True
    maths: StrictBool = True
    media_limit: int = Field(default=10, ge=1, le=100, strict=True)
    tags: Tags = Tags()
    topic_minimum: int = Field(default=2, ge=0, strict=True)
    ignore: tuple[str, ...] = ()
    blueprint: dict[str, Weight] = Field(default_factory=dict)
    pass_mark: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] | None = Field(default=None, alias="pass")
    exam_date: dt.date | None = None

    @field_validator("id", "title")
    @classmethod
    def _names_something(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("must not be empty")
        return value

    @field_validator("language")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value not in LANGUAGES:
            near = nearest(value)
            hint = {"hint": f"did you mean `{near}`?" if near else ""}
            message = f"`{value}` is not one of {', '.join(LANGUAGES)}"
            raise PydanticCustomError("language", "{message}", {"message": message, **hint})
        return value

    @field_validator("ignore")
    @classmethod
    def _are_warnings(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if code not in BY_CODE or BY_CODE[code].severity == "error":
                raise ValueError(f"`{code}` is not a warning; see `ankigen explain`")
        return value


def load_config(folder: Path) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Return the settings of the bank in `folder`, and diagnostics; a setting that is wrong has its default."""
    defaults = {"id": folder.name, "title": folder.name}
    path = folder / SETTINGS_FILE
    if not path.is_file():
        return Config.model_validate(defaults), ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        return Config.model_validate(defaults), (_wrong(f"cannot be read: {error.strerror}", 1),)
    except RecursionError:
        return Config.model_validate(defaults), (_wrong("nests arrays or tables too deep", 1),)
    except ValueError as error:  # not UTF-8, not TOML, or a number of more digits than Python reads
        at = re.search(r"at line (\d+)", str(error))
        return Config.model_validate(defaults), (_wrong(f"is not TOML: {error}", int(at[1]) if at else 1),)
    if isinstance(values.get("id"), str) and values["id"].strip():
        defaults["title"] = values["id"]
    try:
        return Config.model_validate(defaults | values), ()
    except ValidationError as error:
        faults = error.errors()
    wrong = {item["loc"][0] for item in faults}
    good = {name: value for name, value in values.items() if name not in wrong}
    diagnostics = tuple(_fault(item, text) for item in faults)
    return Config.model_validate(defaults | good), diagnostics


def _fault(item: ErrorDetails, text: str) -> Diagnostic:
    where = item["loc"]
    name = ".".join(map(str, where))
    line = next((n for n, row in enumerate(text.splitlines(), 1) if row.lstrip(" ['\"").startswith(str(where[-1]))), 1)
    if item["type"] != "extra_forbidden":
        reason = item["msg"].removeprefix("Value error, ")
        return _wrong(f"`{name}`: {reason[0].lower()}{reason[1:]}", line, item.get("ctx", {}).get("hint", ""))
    model = Tags if where[0] == "tags" and len(where) > 1 else Config
    settings = [field.alias or name for name, field in model.model_fields.items()]
    near = difflib.get_close_matches(str(where[-1]), settings, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"known settings: {', '.join(settings)}"
    return _wrong(f"`{name}` is not a setting", line, hint)


def _wrong(message: str, line: int, hint: str = "") -> Diagnostic:
    return Diagnostic(rule=Rule.BAD_SETTING, span=Span(path=SETTINGS_FILE, line=line), message=message, hint=hint)
