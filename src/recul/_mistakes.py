"""From what pydantic says to what a person can act on: the key, what was found, what is expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from recul._phrases import Phrase, joined, phrase, quoted, worded
from recul.errors import Mistake

Loc = tuple[int | str, ...]

EXPECTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of at most 18 digits",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": 'a list, like ["a", "b"]',
    "list_type": 'a list, like ["a", "b"]',
    "dict_type": 'a table, like { name = "column" }',
    "model_type": "a table of keys",
    "model_attributes_type": "a table of keys",
    "too_short": "at least one",
    "string_too_short": "some text",
}
PLAIN: dict[object, str] = {str: "text in quotes", int: "a whole number", float: "a number"}
BOUNDS = {"greater_than": "above", "greater_than_equal": "at least", "less_than": "below", "less_than_equal": "at most"}


def wrong(expected: str, todo: str = "", *, key: str = "", found: str = "") -> PydanticCustomError:
    """An error for a validator to raise. key: the key inside the table at fault, when it is not the table itself."""
    return PydanticCustomError("recul", "{expected}", {"expected": expected, "todo": todo, "key": key, "found": found})


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The valid name most like `name`, whatever the case; None when nothing is near."""
    by_lower = {n.lower(): n for n in names}
    near = get_close_matches(name[:100].lower(), by_lower, 1, 0.55)
    return by_lower[near[0]] if near else None


def advice(name: str, names: Iterable[str], otherwise: str) -> str:
    """`Did you mean …?` when a valid name is near, else what to do instead."""
    near = nearest(name, names)
    return phrase("Did you mean {near!r}?", near=near) if near else otherwise


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names in quotes, the first dozen of them."""
    every = list(names)
    if not every:
        return phrase("nothing (there is none)")
    first = joined(quoted(shorten(n)) for n in every[:most])
    return phrase("{first} and {rest} more", first=first, rest=len(every) - most) if len(every) > most else first


def shorten(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def shown(value: object) -> str:
    """What was found, as the user wrote it: short, on one line, control and direction marks escaped."""
    if value is None:
        return phrase("nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(shorten(value)) if value else phrase("an empty text")
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return phrase("a table with {names}", names=listed(map(str, value), 4)) if value else phrase("an empty table")
    if isinstance(value, (list, tuple)):
        return phrase("a list of {count}", count=len(value)) if value else phrase("an empty list")
    if isinstance(value, int) and value.bit_length() > 200:
        return phrase("a whole number of more than 60 digits")
    return shorten(str(value))


def key_path(path: Loc) -> str:
    """`("action", 0, "start")` -> `action[0].start`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shorten(_bare(part))}" if text else shorten(_bare(part))
    return text or "study.toml"


def _bare(key: str) -> str:
    return key if key.isprintable() and key.strip() and not set(key) & set('.[]"') else repr(key)


def mistakes_of(error: ValidationError, raw: object, models: ModelAt) -> list[Mistake]:
    """Every mistake pydantic met, one a key. `models` tells which model's keys are valid at a path."""
    by_path: dict[Loc, list[Mistake]] = {}
    for details in error.errors(include_url=False):
        path = _path(details, raw)
        by_path.setdefault(path, []).append(_mistake(details, path, models))
    # Of a choice between shapes (a list or a table), the branch that went deepest is the one that was meant.
    deepest = [p for p in by_path if not any(len(q) > len(p) and q[: len(p)] == p for q in by_path)]
    kept = [p for p in by_path if p in deepest or by_path[p][0].found.startswith("the unknown key")]
    return [_merged(by_path[p]) for p in kept]


class ModelAt:
    """Which keys are valid where. Subclassed by what knows the layout of the file."""

    def __call__(self, path: Loc) -> type[BaseModel] | None:
        return None


class One(ModelAt):
    """A single flat model, for values given in Python rather than in a file."""

    def __init__(self, model: type[BaseModel]):
        self.model = model

    def __call__(self, path: Loc) -> type[BaseModel] | None:
        return None if path else self.model


def _path(details: ErrorDetails, raw: object) -> Loc:
    """The part of pydantic's location that exists in the file: the names of union branches are left out."""
    path: list[int | str] = []
    for part in details["loc"]:
        if _holds(raw, part):
            raw = raw[part]  # type: ignore[index]
        elif not (details["type"] == "missing" and part == details["loc"][-1]):
            continue
        path.append(part)
    key = details.get("ctx", {}).get("key")
    return (*path, key) if key else tuple(path)


def _holds(raw: object, part: int | str) -> bool:
    if isinstance(raw, Mapping):
        return part in raw
    return isinstance(raw, (list, tuple)) and isinstance(part, int) and part < len(raw)


def _mistake(details: ErrorDetails, path: Loc, models: ModelAt) -> Mistake:
    kind, ctx, value = details["type"], details.get("ctx", {}), details["input"]
    where, found, name = key_path(path), shown(value), str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        valid = keys_of(models(path[:-1]))
        return Mistake(where, phrase("the unknown key {name!r}", name=shorten(name)),
                       phrase("one of {keys}", keys=", ".join(valid)), advice(name, valid, "Remove this key."))
    if kind == "missing":
        return Mistake(where, "nothing", described(models(path[:-1]), name),
                       phrase("Add a line beginning with `{name} = `.", name=name))
    if kind == "recul":
        return Mistake(where, ctx["found"] or found, ctx["expected"],
                       ctx["todo"] or phrase("Change `{name}`.", name=name))
    if kind == "literal_error":
        valid = [v.strip("'\"") for v in str(ctx["expected"]).replace(" or ", ", ").split(", ")]
        return Mistake(where, found, phrase("one of {names}", names=", ".join(valid)),
                       advice(str(value), valid, "Choose one of these."))
    if kind == "multiple_of":
        return Mistake(where, found, phrase("a multiple of {multiple_of:g}", multiple_of=ctx["multiple_of"]),
                       phrase("Change `{name}`.", name=name))
    if kind in BOUNDS:
        bound = ctx.get("gt", ctx.get("ge", ctx.get("lt", ctx.get("le"))))
        return Mistake(where, found, phrase("a number {bounds} {bound}", bounds=phrase(BOUNDS[kind]), bound=bound),
                       phrase("Change `{name}`.", name=name))
    if kind in ("tuple_type", "list_type") and isinstance(value, Mapping) and len(path) == 1:
        return Mistake(where, "one table", phrase("a list of tables, each under [[{name}]]", name=name),
                       phrase("Write [[{name}]] with two brackets on each side.", name=name))
    todo = "Put the text between quotes." if kind == "string_type" else phrase("Change `{name}`.", name=name)
    return Mistake(where, found, EXPECTED.get(kind) or details["msg"], todo)


def accepted(details: ErrorDetails) -> Phrase:
    """What a value should have been, in pydantic's own words where it is told in English."""
    ours = worded(_mistake(details, (), ModelAt()).expected)
    return ours if details["type"] == "recul" else ours.instead_of(details["msg"])


def _merged(mistakes: list[Mistake]) -> Mistake:
    """One mistake a key: what each branch of a choice would have accepted, joined by `or`."""
    first = mistakes[0]
    expected = joined(dict.fromkeys(m.expected for m in mistakes), " or ")
    todo = next((m.todo for m in mistakes if m.todo.startswith("Did you mean")), first.todo)
    return Mistake(first.where, first.found, expected, todo)


def keys_of(model: type[BaseModel] | None) -> list[str]:
    """The keys a user may write in a table of this model."""
    if model is None:
        return []
    hidden = {name for name, f in model.model_fields.items() if f.exclude}
    keys = [str(f.validation_alias or name) for name, f in model.model_fields.items() if name not in hidden]
    return (["kind"] if "kind" in getattr(model, "__class_vars__", ()) else []) + keys


def described(model: type[BaseModel] | None, name: str) -> str:
    """What the field is, in the words of its own description."""
    for field_name, f in (model.model_fields if model else {}).items():
        if name in (field_name, f.validation_alias):
            return f.description or PLAIN.get(f.annotation, "a value")
    return "a value"
