"""bank.toml: the settings of one bank, all optional."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic needs it at run time
import unicodedata
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StrictBool, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from ankigen.languages import LANGUAGES, nearest
from ankigen.model import BY_CODE, Diagnostic, Frozen, in_order, slug
from ankigen.source import settings_faults
from ankigen.system.errors import UserError
from ankigen.system.files import SETTINGS_FILE, is_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic.config import JsonDict
    from pydantic_core import ErrorDetails

    from ankigen.model import CardKind, DerivedKind, QuestionKind


class Tags(Frozen):
    """The tags that the bank allows."""

    topics: tuple[str, ...] = Field(default=(), description="The topics that are allowed; none listed: any.")
    traps: tuple[str, ...] = Field(default=(), description="The traps that are allowed; none listed: any.")
    aliases: dict[str, str] = Field(
        default_factory=dict, description="Other spellings of tags, each with the bank's own spelling."
    )
    families: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Traps that are alike, by the family's name; `ankigen progress` counts them together, because a"
        " learner has too few reviews of each trap alone.",
    )

    @field_validator("families")
    @classmethod
    def _do_not_overlap(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        family_of: dict[str, str] = {}
        for family, traps in value.items():
            for trap in traps:
                if family_of.setdefault(slug(trap), family) != family:
                    message = f"the trap `{trap}` is in two families, `{family_of[slug(trap)]}` and `{family}`"
                    hint = "leave it in the one under which a learner would look for it"
                    context = {"message": message, "hint": hint, "at": ([family], trap)}
                    raise PydanticCustomError("families", "{message}", context)
        return value

    @property
    def listed(self) -> dict[str, tuple[str, ...]]:
        """The kinds of tags that have a list."""
        return {kind: names for kind in ("topics", "traps") if (names := getattr(self, kind))}


Limit = Annotated[int, Field(ge=1, le=100, strict=True)]


class Cards(Frozen):
    """The cards that each choice has beside its own; a question's own line `Anki cards:` names others."""

    recall: StrictBool = Field(default=False, description="A second card, which shows no options.")
    lookup: StrictBool = Field(
        default=False, description="A note for each row of an endpoint or reference table: what belongs to it?"
    )
    refute: StrictBool = Field(default=False, description="A note for each wrong option with a rationale: why not?")
    blank: StrictBool = Field(default=False, description="A note for the mnemonic, with blanks for its bold words.")
    lookup_limit: Limit = Field(default=6, description="The most look-ups of one question.")
    refute_limit: Limit = Field(default=3, description="The most wrong options of one question that are asked.")
    blank_limit: Limit = Field(default=3, description="The most bold words of a mnemonic that are blanked.")

    def has(self, kind: CardKind, own: Sequence[str] | None) -> bool:
        """Whether a question has cards of a kind; `own` are the kinds that it names itself, None if it names none."""
        return bool(getattr(self, kind)) if own is None else kind in own

    def limit(self, kind: DerivedKind) -> int:
        """Return the most notes of a kind that one question has."""
        return {"lookup": self.lookup_limit, "refute": self.refute_limit, "blank": 1}[kind]


Weight = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
_WARNINGS = [code for code, rule in BY_CODE.items() if rule.severity == "warning"]


def _enum(words: Sequence[str]) -> JsonDict:
    return {"enum": [*words]}


class Config(Frozen):
    """The settings of a bank of questions, in bank.toml; all of them are optional.

    The descriptions are those of the JSON Schema that `ankigen schema` prints. `language` is "" for the language of
    most explanations.
    """

    id: str = Field(
        description="Names the bank in GUIDs and file names: never change it once people study with the cards. Default:"
        " the folder's name.",
        json_schema_extra={"minLength": 1},
    )
    title: str = Field(description="The deck's name in Anki. Default: the id.", json_schema_extra={"minLength": 1})
    language: str = Field(
        default="",
        description="The language of the labels on cards, as a BCP 47 tag. Default: that of most explanations.",
        json_schema_extra=_enum(LANGUAGES),
    )
    recall: StrictBool = Field(
        default=False, description="Whether every choice has a second card, without its options; as in `cards`."
    )
    cards: Cards = Field(default=Cards(), description="The cards that each choice has beside its own.")
    open: StrictBool = Field(
        default=False,
        description="Whether questions that are no choice, such as those for an order, pairs, a number or words, become"
        " recall cards; otherwise they are errors.",
    )
    shuffle: StrictBool = Field(default=True, description="Whether options change places at each review.")
    maths: StrictBool = Field(default=True, description="Whether `$…$`, `$$…$$`, `\\(…\\)` and `\\[…\\]` are formulas.")
    media_limit: int = Field(
        default=10,
        ge=1,
        le=100,
        strict=True,
        description="The largest size of a picture or sound, in MiB; AnkiWeb syncs at most 100.",
    )
    tags: Tags = Field(default=Tags(), description="The tags that the bank allows; any other is a warning.")
    topic_minimum: int = Field(
        default=2,
        ge=0,
        strict=True,
        description="The fewest questions that a home topic should have; one with fewer has no package of its own. 0"
        " turns the check off.",
    )
    hold_out: Annotated[float, Field(strict=True, ge=0, lt=1, allow_inf_nan=False)] = Field(
        default=0.0,
        description="The share of the questions, from 0 to less than 1, that is in no package, so that a mock exam asks"
        " something new. A question that was in a package is never held out, and one that is held out stays so until"
        " `ankigen build --release-held-out`.",
    )
    ignore: tuple[str, ...] = Field(
        default=(),
        description="Codes of warnings not to report; `ankigen explain` lists them.",
        json_schema_extra={"items": _enum(_WARNINGS)},
    )
    blueprint: dict[str, Weight] = Field(
        default_factory=dict,
        description="The domains of the exam and their weights, in any unit; `ankigen stats` compares their shares with"
        " those of the questions.",
    )
    pass_mark: Annotated[float, Field(strict=True, gt=0, le=1, allow_inf_nan=False)] | None = Field(
        default=None,
        alias="pass",
        description="The share of right answers that passes the exam, from 0 to 1, such as 0.7; `ankigen progress` says"
        " how likely you are to reach it.",
    )
    exam_date: dt.date | None = Field(
        default=None,
        description="The day of the exam, such as 2027-02-01; `ankigen progress` counts what is left to do.",
    )

    def has_recall(self, kind: QuestionKind, own: bool | None) -> bool:  # noqa: FBT001 - as in the question
        """Whether a question has a second card, without its options; `own` is what it says itself, None for nothing."""
        by_default = self.recall or self.cards.recall
        return kind == "choice" and (by_default if own is None else own)

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

    @field_validator("exam_date", mode="before")
    @classmethod
    def _refuse_number(cls, value: object) -> object:
        """Return the value; a number, which pydantic takes for seconds since 1970, is an error."""
        try:
            float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return value
        raise PydanticCustomError("date_from_datetime_parsing", "is a number")

    @field_validator("ignore")
    @classmethod
    def _are_warnings(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if code not in BY_CODE or BY_CODE[code].severity == "error":
                raise ValueError(f"`{code}` is not a warning; see `ankigen explain`")
        return value


def settings_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of bank.toml."""
    schema = Config.model_json_schema()
    del schema["required"]  # what is missing comes from the folder's name
    del schema["properties"]["language"]["default"]  # "" is no language
    about = {"title": SETTINGS_FILE, "description": "The settings of a bank of questions; all of them are optional."}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, **about}


def load_config(folder: Path) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Return the settings of the bank in `folder`, and diagnostics; a setting that is wrong has its default.

    A folder whose name is no text, and that would give the bank its name, is a `UserError`.
    """
    path = folder / SETTINGS_FILE
    text, values, fault = settings_faults.read(path) if path.is_file() else ("", {}, None)
    if "id" not in values and not is_utf8(folder.name):
        raise UserError(f"{folder}: the folder's name is not UTF-8 text", "rename it, or write `id` into its bank.toml")
    name = unicodedata.normalize("NFC", folder.name)  # sync tools decompose accents, and it is the same bank
    defaults = {"id": name, "title": name}
    if fault:
        return Config.model_validate(defaults), (fault,)
    if isinstance(values.get("id"), str) and values["id"].strip():
        defaults["title"] = values["id"]
    try:
        return Config.model_validate(defaults | values), ()
    except ValidationError as error:
        faults = error.errors()
    wrong = {item["loc"][0] for item in faults}
    good = {name: value for name, value in values.items() if name not in wrong}
    return Config.model_validate(defaults | good), in_order(_fault(item, text) for item in faults)


def place_in_settings(folder: Path, where: Sequence[str], value: str) -> tuple[int, int]:
    """Return the line and column of a text in a setting of the bank in `folder`, or the nearest place to it.

    `where` are the names of the setting and of the tables that it is in.
    """
    text, _, _ = settings_faults.read(folder / SETTINGS_FILE)
    return settings_faults.place_of_value(text, where, value)


def _fault(item: ErrorDetails, text: str) -> Diagnostic:
    """Return what is wrong with a setting, at its name in the text of bank.toml."""
    where = item["loc"]
    models: dict[int | str, type[Frozen]] = {"tags": Tags, "cards": Cards}
    model = models.get(where[0], Config) if len(where) > 1 else Config
    fields = {field.alias or name: field.description or "" for name, field in model.model_fields.items()}
    return settings_faults.diagnostic(item, text, fields)
