"""report.html, report.md and the notebook card: hostile text stays text, everyone can read them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import report_samples as samples
from recul.report import contract, page, view
from recul.report.words import label, numbers
from recul.report.words import text as words_text
from recul.report.words.labels import CODES

VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """Elements in order with their attributes and their text; checks that tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[int] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}, []))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}, []))

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for index in self.open:
            self.elements[index][2].append(data)

    def all(self, tag: str) -> list[tuple[dict[str, str], str]]:
        return [(attrs, "".join(text)) for name, attrs, text in self.elements if name == tag]


def html(findings: list[Any], **study: Any) -> str:
    fake = samples.FakeStudy(**study)
    return page.report_html(fake, findings, contract.report_dict(fake, None, findings))


def markdown(findings: list[Any], **study: Any) -> str:
    fake = samples.FakeStudy(**study)
    return page.report_markdown(fake, findings, contract.report_dict(fake, None, findings))


@cache
def full() -> str:
    return html([samples.seen(truth=0.06), samples.few(), samples.no_placebos(), samples.hostile()],
                title=samples.HOSTILE, brand=samples.HOSTILE)


def test_hostile_text_stays_text() -> None:
    found = Page(full())
    tags = {name for name, _, _ in found.elements}
    assert not tags & {"img", "iframe", "object", "embed", "link", "base", "form", "foreignobject", "a:"}
    for name, attrs, _ in found.elements:
        assert not [key for key in attrs if key.startswith("on")], name
        assert not re.match(r"(?!#)", attrs.get("href", "#")), attrs
        assert "src" not in attrs
        assert "{{" not in name
    assert "\u202e" not in full()
    assert "⟨U+202E⟩" in full()
    (heading, *_) = found.all("h1")
    assert heading[1].startswith("=cmd|'/c calc'!A1</script><img src=x onerror=alert(1)>")
    assert "{{7*7}}" in full()


def test_specifications_survive_their_script_element() -> None:
    specs = [json.loads(text) for attrs, text in Page(full()).all("script") if attrs.get("type") == "application/json"]
    assert len(specs) == 2 * 2 * 3 + 1, "two figures, two languages, three findings that can be drawn, and the locales"
    raw = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', full(), flags=re.S)
    assert len(raw) == len(specs)
    assert not re.search("[<>&]", "".join(raw))


def test_the_policy_allows_its_own_scripts_and_nothing_else() -> None:
    found = Page(full())
    (policy,) = [attrs["content"] for attrs, _ in found.all("meta") if "http-equiv" in attrs]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    scripts = [text for attrs, text in found.all("script") if "type" not in attrs]
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts}
    assert hashes == set(rules["script-src"].split())
    assert len(scripts) == 2, "Vega once, and the page's own"


def test_without_figures_no_vega() -> None:
    assert len(html([samples.no_placebos()])) < 100_000


def test_both_languages_and_the_studys_first() -> None:
    for first, other in (("fr", "en"), ("en", "fr")):
        found = Page(html([samples.no_placebos()], language=first))
        assert found.all("html")[0][0]["lang"] == first
        sheets = [attrs["lang"] for attrs, _ in found.all("div") if attrs.get("class", "").startswith("sheet")]
        assert sheets == [first, other]
        (checked,) = [attrs["value"] for attrs, _ in found.all("input") if "checked" in attrs]
        assert checked == first
    words = " ".join(text for attrs, text in found.all("div") if attrs.get("class") == "sheet l-fr")
    assert "Les données ne permettent pas de dire" in words
    assert "The data cannot" not in words


def test_a_screen_reader_finds_its_way() -> None:
    found = Page(full())
    ids = [attrs["id"] for _, attrs, _ in found.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for name, attrs, _ in found.elements:
        for key in ("aria-labelledby", "for"):
            assert attrs.get(key, ids[0]) in ids, (name, attrs)
        if name == "a":
            assert attrs["href"][1:] in ids
        if attrs.get("role") == "img":
            assert attrs["aria-label"].strip()
    assert len(found.all("caption")) == len(found.all("table"))
    levels = [int(name[1]) for name, _, _ in found.elements if re.fullmatch(r"h[1-6]", name)]
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert levels.count(1) == 2, "one in each language"
    assert len(found.all("main")) == 2


def test_what_is_known_is_shown() -> None:
    text = html([samples.seen(truth=0.06), samples.underpowered()])
    for expected in ("4.8%: 3 of 62 (1.7% to 13.3%)", "22.6%: 14 of 62", "4.2% (3.4% to 5.5%)", "9f9f9f9f9f9f",
                     "The interval contains it.", "The answer was withheld", "Brodersen", "false “seen” on average",
                     "9 × not a date", "read as", "4,188"):
        assert expected in re.sub(r"</?bdi[^>]*>", "", text), expected


def test_false_seen_is_never_none_when_an_answer_was_possible() -> None:
    never = replace(samples.seen(), figure_data=None,
                    placebo=replace(samples.run(), calibrated_rate=samples.wilson(0, 11)))
    assert "would still give about 0.05 false “seen” on average" in html([never])
    assert "donneraient quand même environ 0,10 faux" in html([never, never])
    impossible = html([replace(samples.few(), figure_data=None)])
    assert "none could give a false “seen”" in impossible
    assert "on average. Each question" not in impossible


def test_the_dots_say_how_many_of_them_count() -> None:
    finding = samples.seen()
    later = replace(finding, placebo=replace(finding.placebo, calibrated_rate=samples.wilson(0, 11)))
    assert "Dots: 62, each one a placebo. How often the method cries wolf is counted on later ones only (11)" in html(
        [later])
    uncounted = replace(finding, placebo=replace(finding.placebo, calibrated_rate=samples.wilson(0, 0)))
    assert "None came late enough" in html([uncounted])
    assert "Placebos in the bars: " in samples.not_seen()._repr_html_()


def test_hours_say_their_zone_wherever_they_stand() -> None:
    page_of = re.sub(r"</?bdi[^>]*>", "", html([samples.hours()])).replace("\u00a0", " ")
    for said in ("over the 6 hours from 2 September 2024 at 00:00 UTC", "Times are in UTC.", "Time (UTC)",
                 "2 September 2024 at 05:00 UTC</th>", "à partir du 2 septembre 2024 à 00:00 UTC", "Heure (UTC)",
                 "2 September 2024 at 00:00 UTC to 2 September 2024 at 05:00 UTC"):
        assert said in page_of, said
    assert "UTC" in markdown([samples.hours()])
    assert "UTC" not in markdown([samples.seen()]) + samples.seen()._repr_html_()
    assert samples.hours().to_dict()["design"]["zone"] == "UTC"


@pytest.mark.parametrize(("make", "truth", "said"), [
    (samples.seen, 0.0, "false alarm"), (samples.seen, -0.06, "wrong direction"),
    (samples.seen, 0.5, "misses its size"),
    (samples.not_seen, 0.0, "Rightly"), (samples.not_seen, 0.01, "smaller than"), (samples.not_seen, 0.2, "missed"),
])
def test_the_truth_stands_beside_the_verdict(make: Any, truth: float, said: str) -> None:
    assert said in html([replace(make(truth=truth), figure_data=None)])


def shape(name: str) -> tuple[list[str], list[str]]:
    """Elements of the page and tokens of the Markdown, when everything a user can name has this name."""
    finding = replace(samples.hostile(name), figure_data=None)
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown([finding], title=name, brand=name))
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "strong_open", "strong_close", "text_special", "softbreak"}
    return [tag for tag, _, _ in Page(html([finding], title=name, brand=name)).elements], [t.type for t in tokens]


USUAL = cache(lambda: shape("name"))


@settings(max_examples=15, deadline=None)
@example(" ")
@given(st.text(min_size=1))
def test_whatever_a_user_writes_the_page_is_the_same(text: str) -> None:
    """Names change no element in HTML; in Markdown they make no link, no image, no HTML."""
    assume(text not in CODES and text.strip() not in numbers.SYMBOLS)
    assert shape(text) == USUAL()


def test_markdown_is_in_the_studys_language_and_holds_the_findings() -> None:
    source = markdown(samples.everything(), language="fr")
    rendered = MarkdownIt("commonmark").enable("table").render(source)
    assert "<strong>gras" not in rendered
    assert "javascript:x\"" not in rendered
    assert "<img" not in rendered
    assert "<h1>Rentrée 2024</h1>" in rendered
    assert "aurait crié au loup 3 fois" in rendered
    assert rendered.count("<table>") == 7 * 2 + 6 + 1
    assert "Only" not in source


def test_the_card_of_a_notebook_is_whole_and_fetches_nothing() -> None:
    for finding in (samples.seen(truth=0.06), samples.no_placebos(), samples.hostile()):
        card = finding._repr_html_()
        found = Page(card)
        assert not found.all("script")
        assert not found.all("img")
        assert "url(" not in re.sub(r"url\(#", "", card)
        colours = set(re.findall(r"(--\w+):#", card))
        assert set(re.findall(r"var\((--\w+)\)", card)) <= colours, "a notebook has none of the page's colours"


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """WCAG 2: (lighter + 0.05) / (darker + 0.05)."""
    one, two = sorted((luminance(a), luminance(b)))
    return (two + 0.05) / (one + 0.05)


def test_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    light, dark = re.findall(r":root \{([^}]*)\}", page.template_text("report.css"))[:2]
    for theme in (light, dark):
        colour = dict(re.findall(r"--([\w-]+): (#\w{6})", theme))
        for text, ground in (("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("ink", "page"), ("soft", "page"),
                             ("seen-ink", "seen"), ("warn", "warn-paper"), ("ink", "chip"), ("real", "paper"),
                             ("real", "window")):
            assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground)
        for mark, ground in (("expected", "paper"), ("expected", "band"), ("placebo", "paper"), ("placebo", "window"),
                             ("ink", "band")):
            assert contrast(colour[mark], colour[ground]) >= 3, (mark, ground)


def test_an_answer_of_the_engine_is_reported() -> None:
    """From a panel to a page: +20 % in one of twelve markets, over ten days."""
    from datetime import date

    import numpy as np

    from recul.engine import answer_panel
    from recul.panel import Panel
    from recul.questions.effect import Effect
    from recul.study import Action

    rng = np.random.default_rng(3)
    times = np.datetime64("2024-01-01", "s") + np.arange(160) * np.timedelta64(86400, "s")
    value = 100 + rng.normal(0, 2, (12, 160)) + 5 * np.sin(np.arange(160) * 2 * np.pi / 7)
    value[0, 130:140] *= 1.2
    units = tuple(f"Marché {i}" for i in range(12))
    panel = Panel(value, np.ones((12, 160), bool), units, times, "day", "ventes", "EUR")
    action = Action(id="promo", kind="campaign", start=date(2024, 5, 10), end=date(2024, 5, 19), units=("Marché 0",),
                    truth=0.2)
    finding = answer_panel(Effect(outcome="ventes", action="promo"), panel, [action], 0)
    assert finding.verdict == "seen"
    text = html([finding], language="fr")
    found = Page(text)
    assert len(found.all("figure")) == 4
    assert "au-dessus du niveau attendu" in text
    assert "Monde simulé" in text
    assert "10 mai 2024".replace(" ", "\u00a0") in text
    assert "{" not in finding.sentence("fr")


def test_a_question_of_no_panel_shows_its_own_table_and_leaves_the_rest_out() -> None:
    finding = samples.with_table("<b>Lyon")
    for language, wait in (("en", "75 minutes"), ("fr", "75 minutes")):
        v = view.finding_view(finding, language)
        (table,) = v.tables
        assert table.numeric == (False, True, True, True)
        assert [words_text.plain(cell) for cell in table.rows[0]][2].replace("\u00a0", " ") == wait
        assert not {label("window_row", language), label("donors_row", language)} & {name for name, _ in v.design}
    study = samples.FakeStudy()
    page_html = page.report_html(study, [finding], contract.report_dict(study, None, [finding]))
    assert "&lt;b&gt;Lyon" in page_html
    assert "<b>Lyon" not in page_html
    assert 'id="en-question-1-table-1"' in page_html
