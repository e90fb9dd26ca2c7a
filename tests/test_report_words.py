"""Every sentence exists in both languages, says the same thing, and can be read by whoever decides."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recul
import report_samples as samples
from recul.designs.plan import LIMITS as DESIGN_LIMITS
from recul.errors import ReculError
from recul.estimators import discover
from recul.finding import LIMIT_CODES, VERDICTS, Limit
from recul.panel import FREQUENCIES, ONSET_RULES
from recul.placebo.season import UNITS_ENOUGH
from recul.questions import discover as questions
from recul.questions import limit_codes
from recul.report import words
from recul.report.words import design_limits, files, labels, limits, methods, numbers, text
from recul.report.words.kinds import kinds, merged, own

NB, NARROW = "\u00a0", "\u202f"
HOME = Path(recul.__file__).parent


def entries() -> Iterator[tuple[str, dict[str, str]]]:
    """Every pair of sentences in the words package, wherever it is kept."""

    def pairs(at: str, english: Any, french: Any) -> Iterator[tuple[str, dict[str, str]]]:
        """A table a language says the same things under the same names."""
        if isinstance(english, dict) or isinstance(french, dict):
            for key in {**(english or {}), **(french or {})}:
                yield from pairs(f"{at}.{key}", (english or {}).get(key), (french or {}).get(key))
        elif isinstance(english, (tuple, list)) or isinstance(french, (tuple, list)):
            for i, pair in enumerate(zip_longest(english or (), french or ())):
                yield from pairs(f"{at}[{i}]", *pair)
        elif isinstance(english, str) or isinstance(french, str):
            yield at, {"en": english or "", "fr": french or ""}

    def walk(at: str, value: Any) -> Iterator[tuple[str, dict[str, str]]]:
        if isinstance(value, methods.Method):
            value = {"name": value.name, "text": value.text}
        if not isinstance(value, dict):
            return
        if {"en", "fr"} & set(value):
            yield from pairs(at, value.get("en"), value.get("fr"))
        else:
            for key, item in value.items():
                yield from walk(f"{at}.{key}", item)

    for module in [import_module(m.name) for m in pkgutil.walk_packages(words.__path__, f"{words.__name__}.")]:
        for name, value in vars(module).items():
            if name.isupper():
                yield from walk(f"{module.__name__.rsplit('.', 1)[1]}.{name}", value)


ENTRIES = dict(entries())


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_the_walk_finds_the_words() -> None:
    assert len(ENTRIES) > 150
    assert {"labels.LABELS.skip", "limits.LIMITS.poor_fit.then", "methods.METHODS.did.text"} <= set(ENTRIES)


# One test a rule, not one a sentence: two thousand sentences would cost a minute of bookkeeping.

def test_both_languages_with_the_same_placeholders() -> None:
    wrong = [key for key, entry in ENTRIES.items() if set(entry) != {"en", "fr"} or
             not all(value.strip() for value in entry.values()) or
             placeholders(entry["en"]) != placeholders(entry["fr"])]
    assert wrong == []


def test_no_word_a_board_would_have_to_look_up() -> None:
    jargon = re.compile(r"p-value|valeur[ -]p\b|signific|\bnull\b|hypothes|hypothès|statisti|\bbecause of\b|caused",
                        re.IGNORECASE)
    assert {key: found.group() for key, entry in ENTRIES.items()
            if (found := jargon.search(" ".join(entry.values())))} == {}


def test_french_typography() -> None:
    ordinary = re.compile(r" [;:!?%»]|« |'")  # an ordinary space beside French punctuation, a straight apostrophe
    missing = re.compile(r"[^\s\u00a0\u202f/][;!?»]|«[^\u00a0]")  # no space beside French punctuation
    french = {key: words.typography(entry["fr"], "fr") for key, entry in ENTRIES.items()}
    assert {key: said for key, said in french.items() if ordinary.search(said) or missing.search(said)} == {}
    assert [key for key, entry in ENTRIES.items() if "'" in entry["en"]] == []


def test_every_code_has_words() -> None:
    everything = {**limits.LIMITS, **merged("LIMITS")}
    assert {code: set(entry["values"]) for code, entry in everything.items()} == {
        code: set(values) for code, values in limit_codes().items()}
    for code, entry in everything.items():
        said = placeholders(entry["says"]["en"])
        if not said:  # a sentence for a board; the figures follow it
            said = placeholders(entry["then"]["en"])
        assert said == set(limit_codes()[code]), code
    assert set(limits.ORDER) <= set(LIMIT_CODES)
    assert set(labels.VERDICTS) == set(VERDICTS)
    assert set(discover()) <= set(methods.METHODS)
    assert set(kinds()) == set(questions())
    for kind, question in questions().items():
        assert set(question.forceable()) <= {*methods.METHODS, *own(kind, "METHODS")}, kind
        assert set(own(kind, "LABELS")) <= set(labels.LABELS), kind
        assert set(own(kind, "ORDER") or ()) <= set(limit_codes()), kind
    assert set(ONSET_RULES) <= set(labels.CODES)
    assert set(FREQUENCIES) == set(numbers.PERIODS)


def test_every_limit_of_a_design_has_words() -> None:
    assert set(design_limits.LIMITS) == set(DESIGN_LIMITS)
    for code, entry in design_limits.LIMITS.items():
        assert placeholders(entry["en"]) == set(DESIGN_LIMITS[code]), code


def test_the_number_of_units_advised_is_the_one_that_is_enough() -> None:
    assert all(f"{UNITS_ENOUGH} " in text for text in limits.LIMITS["year_end"]["then"].values())


def test_every_refusal_written_in_the_code_has_words() -> None:
    """Reasons are plain strings where they arise; one without words would reach the reader as a code."""
    written: dict[str, set[str]] = {}
    for folder in ("estimators", "sources", "record"):
        source = "".join(path.read_text("utf-8") for path in sorted((HOME / folder).glob("*.py")))
        written[folder] = set(re.findall(r'refuse(?:_some)?\((?:[^"\n]*, )?"(\w+)"', source))
        written[f"{folder} notes"] = set(re.findall(r'notes\.append\(\("(\w+)"', source))
    assert written["estimators"] <= set(labels.CODES)
    assert written["sources"] | written["record"] <= set(files.REASONS)
    assert written["sources notes"] | written["record notes"] <= set(files.NOTES)


def test_seen() -> None:
    finding = samples.seen()
    e = replace(finding.estimate, relative=0.06, relative_low=0.031, relative_high=0.089)
    finding = replace(finding, estimate=e)
    assert finding.sentence("en") == (
        "For Lyon, Lille and Nantes, sales stood 6.0% above what would have been expected (between 3.1% and 8.9%) over"
        " the 30 days from 1 September 2024: of 62 placebos where nothing happened, the same method would have cried"
        " wolf in 3.")
    assert finding.sentence("fr") == (
        f"Pour Lyon, Lille et Nantes, la mesure «{NB}sales{NB}» se situait 6,0{NB}% au-dessus du niveau attendu (entre"
        f" 3,1{NB}% et 8,9{NB}%) sur les 30{NB}jours à partir du 1er{NB}septembre{NB}2024{NB}: sur 62 placebos où rien"
        " ne s’est passé, la même méthode aurait crié au loup 3 fois.")


def test_a_fall_names_its_ends_by_size() -> None:
    finding = samples.seen(-0.2)
    finding = replace(finding, estimate=replace(finding.estimate, relative=-0.26, relative_low=-0.32,
                                                relative_high=-0.19))
    assert "26.0% below what would have been expected (between 19.0% and 32.0%)" in finding.sentence("en")
    assert f"26,0{NB}% au-dessous du niveau attendu (entre 19,0{NB}% et 32,0{NB}%)" in finding.sentence("fr")


def test_seen_without_a_level_speaks_in_the_unit() -> None:
    finding = samples.seen()
    e = replace(finding.estimate, value=62.0, low=40.0, high=84.0, relative=None, relative_low=None, relative_high=None)
    assert "stood €62.00 on average above" in replace(finding, estimate=e).sentence("en")
    assert f"62,00{NB}€ en moyenne au-dessus" in replace(finding, estimate=e).sentence("fr")


def test_a_measure_is_not_its_own_place() -> None:
    """`recul.effect` names the unit after the column: "For sales, sales stood" says nothing."""
    alone = replace(samples.seen(), design=samples.design(units=("sales",)))
    assert alone.sentence("en").startswith("Sales stood 6.2% above")
    assert alone.sentence("fr").startswith(f"La mesure «{NB}sales{NB}» se situait")
    two = replace(samples.seen(), design=samples.design(units=("sales", "Lyon")))
    assert two.sentence("en").startswith("For sales and Lyon, sales stood")


def test_an_hour_says_its_zone() -> None:
    assert f"over the 6 hours from 2 September 2024 at 00:00{NB}UTC" in samples.hours().sentence("en")
    peak = Limit("not_the_peak", {"start": "2024-09-02T00:00:00", "peak": "2024-09-02T05:00:00"}, True)
    said = text.plain(words.limit_text(peak, samples.hours(), "fr"))
    assert f"a culminé le 2{NB}septembre{NB}2024 à{NB}05:00{NB}UTC, et non le 2{NB}septembre" in said
    assert numbers.day("2024-09-01T14:30", "en") == "1 September 2024 at 14:30"


def test_a_shaken_moment_and_a_short_past_forbid_in_words() -> None:
    shaken = Limit("unusual_moment", {"here": 3.24, "elsewhere": 1.1}, True)
    said = replace(samples.few(), limits=(shaken,)).sentence("en")
    assert "by 3.24 times what the method expects, against 1.1 at other moments" in said
    short = Limit("short_history", {"history": 45, "windows": 1.5}, True)
    said = replace(samples.few(), limits=(shaken, short), design=samples.design()).sentence("en")
    assert "too little is known of what came before: 45 days, or 1.5 times the window" in said


def test_wolf_counts() -> None:
    finding = samples.seen()
    never = replace(finding, placebo=replace(finding.placebo, calibrated_rate=samples.wilson(0, 62)))
    assert never.sentence("en").endswith("cried wolf in none.")
    assert never.sentence("fr").endswith("n’aurait jamais crié au loup.")
    uncounted = replace(finding, placebo=replace(finding.placebo, calibrated_rate=samples.wilson(0, 0)))
    assert "too few to count" in uncounted.sentence("en")
    assert "trop peu nombreux" in uncounted.sentence("fr")


def test_not_seen_names_what_would_have_been() -> None:
    assert samples.not_seen().sentence("en") == (
        "No change in the number of messages was seen for France over the 30 days from 1 September 2024; an effect of"
        " 4.2% or more would have been, four times out of five.")
    assert samples.not_seen().sentence("fr") == (
        f"Aucun changement n’a été vu dans le nombre de messages pour France sur les 30{NB}jours à partir du"
        f" 1er{NB}septembre{NB}2024{NARROW}; un effet de 4,2{NB}% ou plus l’aurait été, quatre fois sur cinq.")


def test_cannot_say_gives_the_main_reason() -> None:
    assert "the number of independent comparisons is 3, and at least 5 are needed" in samples.few().sentence("en")
    assert "only an effect of 17% or more would have been seen" in samples.underpowered().sentence("en")
    assert "the series does not vary" in samples.no_placebos().sentence("en")
    unknown = replace(samples.underpowered(), limits=(Limit("underpowered", {"detectable": None, "minimum": 0.05}),))
    assert "no effect, however large, was sure of being seen" in unknown.sentence("en")


@pytest.mark.parametrize("code", limit_codes())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_limit_becomes_a_sentence(code: str, language: str) -> None:
    example = {"units": ["Paris"], "actions": ["soldes"], "names": ["foire"], "words": ["Mission"],
               "why": "no_variation", "onset_rule": "alarm", "history": 30, "asked": 60, "windows": 1.5,
               "share": 0.4, "allowed": 0.1, "jump": -3.2, "bound": 2.9, "detectable": None}
    values = {name: example.get(name, 3.0) for name in limit_codes()[code]}
    said = text.plain(words.limit_text(Limit(code, values, True), samples.seen(), language))
    assert re.fullmatch(r"[A-ZÀÉ0-9N].*[.?]", said)
    assert not re.search(r"[{}]|None|nan", said)
    assert words.sentence(replace(samples.few(), limits=(Limit(code, values, True),)), language)


def test_one_period_is_not_several() -> None:
    one = replace(samples.seen(), design=samples.design(window=1, frequency="week"))
    assert "over the week of 1 September 2024" in one.sentence("en")
    assert f"sur la semaine du 1er{NB}septembre" in one.sentence("fr")


def test_an_unknown_language_is_an_error_with_a_next_step() -> None:
    with pytest.raises(ReculError, match="'fr' or 'en'"):
        samples.seen().sentence("de")


@pytest.mark.parametrize(("value", "digits", "en", "fr"), [
    (0.06, 1, "6.0%", f"6,0{NB}%"), (-0.26, 1, "−26.0%", f"−26,0{NB}%"), (12.345, 0, "1,234%", f"1{NARROW}234{NB}%"),
    (-0.0001, 1, "0.0%", f"0,0{NB}%"), (float("nan"), 1, "unknown", "inconnu"), (None, 1, "unknown", "inconnu"),
])
def test_percent(value: float | None, digits: int, en: str, fr: str) -> None:
    assert numbers.percent(value, "en", digits) == en
    assert numbers.percent(value, "fr", digits) == fr


def test_amounts_and_dates() -> None:
    assert numbers.amount(1234.4, "EUR", "fr") == f"1{NARROW}234{NB}€"
    assert numbers.amount(1234.4, "EUR", "en") == "€1,234"
    assert text.plain(numbers.amount(2.5, " ", "en")) == f"2.5{NB}␣", "a blank unit is still what the user wrote"
    assert text.plain(numbers.amount(-12.5, "likes", "en")) == f"−12.5{NB}likes"
    assert numbers.day("2024-09-01T14:30", "fr") == f"1er{NB}septembre{NB}2024 à{NB}14:30"
    assert numbers.day("2015-09-20", "en") == "20 September 2015"
    assert text.plain(numbers.day("not a date", "en")) == "not a date"
    assert [numbers.count(n, "day", "fr") for n in (0, 1, 2)] == [f"0{NB}jour", f"1{NB}jour", f"2{NB}jours"]
    assert [numbers.count(n, "day", "en") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    names = [f"u{i}" for i in range(9)]
    assert text.plain(numbers.listing(names, "en")) == "u0, u1, u2, u3, u4 and 4 others"


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(["en", "fr"]))
def test_no_number_is_shown_as_another(value: float, language: str) -> None:
    for shown in (numbers.number(value, language), numbers.share(value, language)):
        assert not re.search(r"nan|inf\b|Infinity|e\+", shown)
    if value != 0 and 1e-300 < abs(value) < 1e300:
        assert re.search(r"[1-9]", numbers.number(value, language)), "not zero, so not shown as zero"


@given(st.text())
def test_user_text_cannot_leave_its_place(raw: str) -> None:
    marked = f"before {text.user(raw)} after"
    plain, page = text.plain(marked), text.html(marked)
    assert plain.startswith("before ")
    assert plain.endswith(" after")
    assert not re.search("[\n\r\u202a-\u202e\ue000\ue001]", plain)
    assert re.fullmatch(r'before <bdi dir="auto">[^<>]*</bdi> after', str(page))
    assert "<" not in text.markdown(marked)


def test_nothing_imports_the_words_of_one_language_only() -> None:
    assert import_module("recul.report.words").LANGUAGES == ("fr", "en")


def test_no_module_hides_a_function_of_its_package() -> None:
    """`report/words/label.py`, once imported, would stand where `words.label` stood."""
    import ast
    import pkgutil

    from recul.report import words

    made = {node.name for node in ast.walk(ast.parse(inspect.getsource(words))) if isinstance(node, ast.FunctionDef)}
    assert not made & {module.name for module in pkgutil.iter_modules(words.__path__)}
