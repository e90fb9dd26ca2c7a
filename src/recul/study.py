"""What the user declares in `study.toml`: the brand, the files, what was done, and what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from os.path import isdir
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    SerializeAsAny,
    StrictStr,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from recul._declared import Action, Costs, Declared, Event, Period, Span, ToneRead
from recul._fields import (
    Columns,
    Count,
    DateFormat,
    Encoding,
    Name,
    Separator,
    Text,
    Thousands,
    Zone,
    closes,
    known_zone,
    opens,
)
from recul._mistakes import Loc, ModelAt, advice, listed, mistakes_of, shown, wrong
from recul._phrases import phrase, quoted
from recul._toml import read_toml
from recul.errors import Mistake, StudyError
from recul.panel import Aggregate
from recul.questions.base import Question

Table = Literal["messages", "series", "ads", "tasks", "documents", "actions"]
Format = Literal["csv", "tsv", "ndjson", "parquet", "xlsx", "text", "markdown", "html", "docx", "pdf"]
MISSING = ("", "NA", "N/A", "NaN", "NAN", "null", "-", "--")
FILE_NAME = "study.toml"


class Source(Declared):
    """A file, or several alike, and how to read it.

    path: a file or a pattern (`sales-*.csv`) inside the study's folder. format: default by extension.
    columns: name in Recul -> column of the file; a name left out is looked for as it is.
    units: wide layout, the columns that are units, or unit -> column. measures: wide layout, measure -> column.
    timezone: of times without an offset; default the study's. coverage: when messages were collected. gaps: when not.
    Times of coverage and gaps are local to the study's time zone.
    """

    name: Name = Field(description="a short name for this source, in quotes")
    path: StrictStr = Field(description="a file inside the study's folder, in quotes")
    table: Table = Field(description="one of messages, series, ads, tasks, documents, actions")
    format: Format | None = None
    timezone: Zone | None = None
    encoding: Encoding | None = None
    separator: Separator | None = None
    decimal: Literal[".", ","] = "."
    thousands: Thousands | None = None
    date_format: DateFormat | None = None
    missing: tuple[StrictStr, ...] = MISSING
    sheet: StrictStr | None = None
    skip_rows: Count = 0
    columns: dict[StrictStr, StrictStr] = Field(default={})
    measure: Text | None = None
    value_unit: StrictStr = ""
    aggregate: Aggregate = "sum"
    units: Columns = None
    measures: dict[StrictStr, StrictStr] | None = None
    unit: Text | None = None
    ambiguous: Literal["refuse", "earlier", "later"] = "refuse"
    coverage: Span | None = None
    gaps: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _layout(self) -> Source:
        """The wide layouts belong to series, one at a time; the decimal and thousands marks differ."""
        if self.thousands == self.decimal:
            raise wrong(phrase("another character than the decimal mark {decimal!r}", decimal=self.decimal),
                        "Change one of the two.", key="thousands", found=quoted(self.thousands))
        for key in ("units", "measures"):
            if getattr(self, key) is not None and self.table != "series":
                raise wrong('no such key unless table = "series"', "Remove it, or change `table`.", key=key)
        if self.units is not None and self.measures is not None:
            raise wrong("`units` or `measures`, not both: a column is either a unit or a measure",
                        "Keep one, or declare two sources.", key="measures", found="both units and measures")
        if self.units is not None and self.unit is not None:
            raise wrong("`units` or `unit`, not both", "Remove one of them.", key="unit", found="both units and unit")
        return self

    def wide_units(self) -> dict[str, str] | None:
        """Unit -> column of the wide layout, None when the layout is not that one."""
        return dict(zip(self.units, self.units, strict=True)) if isinstance(self.units, tuple) else self.units


def _question(value: Any, info: ValidationInfo) -> Question:
    """The table of a question, read by the question of its `kind`."""
    from recul.questions import discover

    if isinstance(value, Question):
        return value
    if not isinstance(value, Mapping):
        raise wrong("a table of keys, under [[question]]", "Write [[question]], then one `key = value` a line.")
    kinds = discover()
    if "kind" not in value:
        raise wrong(phrase("one of {names}", names=", ".join(kinds)), 'Add a line such as `kind = "effect"`.',
                    key="kind", found="nothing")
    kind = value["kind"]
    if not isinstance(kind, str) or kind not in kinds:
        raise wrong(phrase("one of {names}", names=", ".join(kinds)), advice(str(kind), kinds, "Choose one of these."),
                    key="kind", found=shown(kind))
    return kinds[kind].model_validate({k: v for k, v in value.items() if k != "kind"}, context=info.context)


class Study(Declared):
    """The whole study. In the file `sources`, `actions`, `events` and `questions` are [[source]], [[action]], [[event]]
    and [[question]].

    root: the folder everything is in; not written in the file.
    """

    title: Text = Field(description="a title, in quotes")
    brand: Text = Field(description="the brand's name, in quotes")
    language: Literal["fr", "en"] = "en"
    timezone: Zone = "UTC"
    seed: Count = 0
    period: Period | None = None
    sources: tuple[Source, ...] = Field(default=(), validation_alias="source")
    actions: tuple[Action, ...] = Field(default=(), validation_alias="action")
    events: tuple[Event, ...] = Field(default=(), validation_alias="event")
    questions: tuple[Annotated[SerializeAsAny[Question], BeforeValidator(_question)], ...] = Field(
        default=(), validation_alias="question")
    costs: Costs | None = None
    tone: ToneRead | None = None
    root: Path = Field(default=Path(), validation_alias="(the folder)", exclude=True)

    @classmethod
    def load(cls, path: str | Path) -> Study:
        """Read a folder that holds `study.toml`, or that file. Raises StudyError with every mistake there is."""
        file = Path(path)
        file = file / FILE_NAME if isdir(file) else file  # unlike is_dir(), isdir() takes any name
        return cls.from_dict(read_toml(file), file.parent)

    @classmethod
    def from_dict(cls, raw: dict[str, Any], root: Path) -> Study:
        """The same from a dictionary shaped as the file is. Raises StudyError with every mistake there is."""
        from recul._crosscheck import crosscheck

        mistakes, study = crosscheck(raw, root), None
        zone = raw.get("timezone")
        context = {"timezone": zone} if isinstance(zone, str) and known_zone(zone) else {}
        try:
            study = cls.model_validate({k: v for k, v in raw.items() if k != "(the folder)"} | {"(the folder)": root},
                                       by_alias=True, by_name=False, context=context)
        except ValidationError as error:
            mistakes = mistakes_of(error, raw, Layout(raw)) + mistakes
        if mistakes or study is None:
            raise StudyError(sorted(mistakes, key=_place(list(raw))))
        return study

    def files(self, source: Source) -> tuple[Path, ...]:
        """The files a source names, sorted, all inside the folder. Raises StudyError when there is none."""
        from recul._crosscheck import files

        found = files(source.path, self.root, phrase("source {source!r}.path", source=source.name))
        if isinstance(found, Mistake):
            raise StudyError(found)
        return found

    def action(self, name: str) -> Action:
        """The action of this id. Raises StudyError, naming the nearest, when there is none."""
        for action in self.actions:
            if action.id == name:
                return action
        ids = [a.id for a in self.actions]
        raise StudyError(Mistake("action", shown(name), phrase("one of {names}", names=listed(ids)),
                                 advice(name, ids, "Declare it.")))


def _place(keys: list[str]) -> Callable[[Mistake], tuple[int, int]]:
    """Where in the file a mistake is: the order of its table, then its number."""
    def place(mistake: Mistake) -> tuple[int, int]:
        head, number = re.match(r"([^.\[]*)(?:\[(\d+)\])?", mistake.where).groups()  # type: ignore[union-attr]
        return keys.index(head) if head in keys else len(keys), int(number or 0)

    return place


class Layout(ModelAt):
    """Which keys are valid where in a study file."""

    def __init__(self, raw: Mapping[str, Any]):
        self.raw = raw

    def __call__(self, path: Loc) -> type[BaseModel] | None:
        from recul.questions import discover

        match path:
            case ():
                return Study
            case ("period",):
                return Period
            case ("costs",):
                return Costs
            case ("tone",):
                return ToneRead
            case ("source", int()):
                return Source
            case ("action", int()):
                return Action
            case ("event", int()):
                return Event
            case ("source", int(), "coverage") | ("source", int(), "gaps", int()) | ("event", int(), "dates", int()):
                return Span
            case ("question", int(number)):
                kind = self.raw["question"][number].get("kind")
                return discover().get(kind) if isinstance(kind, str) else None
        return None


# What users and tests import from here, wherever it is written.
__all__ = ["FILE_NAME", "MISSING", "Action", "Costs", "Declared", "Event", "Format", "Layout", "Period", "Source",
           "Span", "Study", "Table", "ToneRead", "closes", "opens"]
