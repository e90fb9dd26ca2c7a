"""The pages under docs/ and what they speak of agree."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

from recul.record.tables import TABLES

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, header and rule left out."""
    lines = [[c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]] for line in text.splitlines()
             if line.startswith("|")]
    rules = {i for i, row in enumerate(lines) if all(re.fullmatch(r":?-+:?", c) for c in row)}
    return [row for i, row in enumerate(lines) if i not in rules and i + 1 not in rules]


def sections(page: str) -> dict[str, str]:
    """Title -> text of each `##` section."""
    parts = re.split(r"^## (.+)$", (ROOT / "docs" / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named(requirements: list[object]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9_.-]+", r) for r in requirements if isinstance(r, str))
    return {m.group() for m in found if m}


def test_every_dependency_is_explained() -> None:
    page, groups = sections("dependencies.md"), PROJECT["dependency-groups"]
    assert {r[0] for r in rows(page["To run"])} == named(PROJECT["project"]["dependencies"])
    assert {r[0] for r in rows(page["To build and test"])} == named(groups["dev"]) | named(groups["build"])
    extras = [name for wanted in PROJECT["project"]["optional-dependencies"].values() for name in wanted]
    assert {r[0] for r in rows(page["Extras"])} == named(extras)
    for row in rows(page["To run"]) + rows(page["Extras"]) + rows(page["To build and test"]):
        assert len(row) == 4, row
        assert all(row), row


def test_licences_are_what_the_packages_say() -> None:
    page = sections("dependencies.md")
    for library, _, licence, _ in rows(page["To run"]) + rows(page["To build and test"]):
        meta = importlib.metadata.metadata(library)
        said = " ".join([meta.get("License-Expression") or "", *(meta.get_all("Classifier") or []),
                         (meta.get("License") or "")[:200]])
        family = licence.split("-")[0]
        assert family in said or {"MPL": "Mozilla", "Apache": "Apache"}.get(family, family) in said, (library, said)


def test_every_dependency_is_pinned_with_its_hashes() -> None:
    for name, wanted in (("run", named(PROJECT["project"]["dependencies"])),
                         ("dev", named(PROJECT["dependency-groups"]["dev"]))):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pins = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, flags=re.MULTILINE))
        assert {w.lower() for w in wanted | {"hatchling"}} <= {p.lower() for p in pins}
        assert text.count("--hash=sha256:") > len(pins)


def test_the_two_locks_agree() -> None:
    run, dev = (set(re.findall(r"^([A-Za-z0-9_.-]+==[^\s;]+)", (ROOT / "requirements" / f"{n}.txt").read_text(),
                               flags=re.MULTILINE)) for n in ("run", "dev"))
    assert run <= dev


def fields_of(model: type) -> set[str]:
    """The keys a user may write for a model."""
    return {field.validation_alias or name for name, field in model.model_fields.items()
            if not str(field.validation_alias or "").startswith("(")}


def models() -> dict[str, type]:
    """What a user may write, by the section that says so."""
    from recul.questions import discover
    from recul.study import Action, Costs, Event, Source, Study, ToneRead

    return {"The study": Study, "`[[source]]`": Source, "`[[action]]`": Action, "`[[event]]`": Event,
            "`[costs]`": Costs, "`[tone]`": ToneRead,
            **{f"`[[question]]` of kind `{kind}`": question for kind, question in discover().items()}}


@pytest.mark.parametrize("section", models())
def test_every_key_of_a_study_is_documented(section: str) -> None:
    model = models()[section]
    documented = {key for row in rows(sections("study.md")[section]) for key in re.findall(r"`(\w+)`", row[0])}
    assert documented == fields_of(model) | ({"kind"} if section.startswith("`[[question]]`") else set())


def test_every_question_is_documented() -> None:
    from recul.questions import discover

    titles = sections("study.md")
    assert {f"`[[question]]` of kind `{kind}`" for kind in discover()} <= set(titles)


def test_defaults_are_the_ones_written() -> None:
    """A default that a page gives in backticks is the model's own."""
    page = sections("study.md")
    for section, model in models().items():
        by_key = {field.validation_alias or name: field for name, field in model.model_fields.items()}
        for key, default, *_ in rows(page[section]):
            if default.startswith("`") and key.strip("`") in by_key:
                value = by_key[key.strip("`")].default
                written = tomllib.loads(f"x = {default.strip('`')}")["x"]
                assert written == (list(value) if isinstance(value, tuple) else value), (section, key)
            elif default == "required" and key.strip("`") in by_key:
                assert by_key[key.strip("`")].is_required(), (section, key)


def test_the_study_shown_as_an_example_is_valid(tmp_path: Path) -> None:
    from recul.study import Study

    example = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "study.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example
    (tmp_path / "study.toml").write_text(example.group(1), encoding="utf-8")
    (tmp_path / "sales.csv").write_text("day,city,amount\n2025-01-01,Lyon,1\n", encoding="utf-8")
    Study.load(tmp_path)


def test_the_readmes_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block, on the study shown in docs/study.md and the simulated brand's sales."""
    import pandas as pd

    from recul.finding import Finding
    from recul.worlds import brand

    panel = brand.sales(3)
    frame = pd.DataFrame(panel.value.T, columns=list(panel.units)).assign(day=panel.times)
    folder = tmp_path / "mystudy"
    folder.mkdir()
    example = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "study.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example
    (folder / "study.toml").write_text(example.group(1), encoding="utf-8")
    frame.melt("day", var_name="city", value_name="amount").dropna().to_csv(
        folder / "sales.csv", index=False, date_format="%Y-%m-%d")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 3
    names: dict[str, object] = {"frame": frame}
    for block in blocks:
        exec(block, names)
        finding = names.pop("finding")
        assert isinstance(finding, Finding)
        assert finding.verdict == "seen"  # the truth is +6 %
        assert finding.sentence("fr")


def test_the_readmes_commands_exist() -> None:
    from recul.cli import main

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^    recul ([a-z]+)", readme, flags=re.MULTILINE))
    assert named == {"new", "check", "report", "ask", "watch", "claim", "design", "label", "audit"}
    assert named <= set(main.commands)


def test_links_lead_somewhere() -> None:
    """Every relative link of the pages a reader meets."""
    for page in ("README.md", "ARCHITECTURE.md", "docs/study.md", "docs/dependencies.md", "docs/coming-from.md",
                 "docs/watch.md", "docs/ledger.md", "docs/design.md", "examples/volkswagen/README.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)\)", text):
            if "://" not in target:
                assert ((ROOT / page).parent / target).exists(), (page, target)


def test_the_columns_of_every_table_are_on_the_page_of_the_study() -> None:
    page = (ROOT / "docs" / "study.md").read_text(encoding="utf-8")
    for name, table in TABLES.items():
        (part,) = re.findall(rf"^### `{name}`: (.*?)(?=^##)", page, re.DOTALL | re.MULTILINE)
        rows = re.findall(r"^\| (\*\*)?`(\w+)`(?:\*\*)? \| (.+?) \|$", part, re.MULTILINE)
        assert [(bool(bold), column, about) for bold, column, about in rows] == [
            (c.required, c.name, c.about) for c in table.columns if not c.filled]


def test_every_table_of_results_is_told() -> None:
    results = ROOT / "benchmarks" / "results"
    told = (results / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in sorted(results.glob("*.csv")) if f"`{file.name}`" not in told] == []
