"""The page in Chromium: it works from a file, asks the network for nothing and complains of nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import report_samples as samples
from recul.report import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    findings = [samples.seen(truth=0.06), samples.hostile()]
    return write(samples.FakeStudy(language="fr"), None, findings, tmp_path_factory.mktemp("report"))["html"].as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield launched
        launched.close()


def watched(context: BrowserContext, address: str) -> tuple[list[str], list[str]]:
    """What the page asks for and what it complains of, from now on."""
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if request.url != address else None)
    context.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return asked, complaints


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_it_draws_without_network_or_complaint(browser: Browser, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    asked, complaints = watched(context, address)
    tab = context.new_page()
    tab.goto(address)
    for language in ("fr", "en"):
        tab.click(f"label[for=language-{language}]")
        assert tab.evaluate("document.documentElement.lang") == language
        figures = tab.locator(f".l-{language} figure")
        assert figures.count() == 4
        for i in range(figures.count()):
            figures.nth(i).scroll_into_view_if_needed()
            tab.wait_for_function("figure => figure.classList.contains('drawn')", arg=figures.nth(i).element_handle())
    shown = tab.evaluate("[...document.querySelectorAll('.drawn .live svg')].map(s => s.getBoundingClientRect().width)")
    assert len(shown) == 8
    assert max(shown) > 0.6 * min(width, 960) - 40
    assert tab.evaluate("document.documentElement.scrollWidth") <= width, "nothing to scroll sideways"
    assert tab.evaluate("window.alerted") is None
    assert (asked, complaints) == ([], [])
    context.close()


def test_without_javascript_it_shows_the_studys_language_and_can_change(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    asked, complaints = watched(context, address)
    tab = context.new_page()
    tab.goto(address)
    assert tab.locator(".sheet.l-fr").is_visible()
    assert not tab.locator(".sheet.l-en").is_visible()
    assert tab.locator(".l-fr .still svg").first.is_visible()
    tab.click("label[for=language-en]")
    assert tab.locator(".sheet.l-en").is_visible()
    assert not tab.locator(".sheet.l-fr").is_visible()
    assert (asked, complaints) == ([], [])
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_telephone_nothing_that_matters_is_off_the_screen(browser: Browser, address: str, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=scripts)
    tab = context.new_page()
    tab.goto(address)
    figures = tab.locator(".l-fr figure")
    for i in range(figures.count()):
        figures.nth(i).scroll_into_view_if_needed()
        if scripts:
            tab.wait_for_function("figure => figure.classList.contains('drawn')", arg=figures.nth(i).element_handle())
        box = figures.nth(i).locator(".chart svg:visible").last.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375
        assert box["width"] > 280
    for cell in tab.locator(".l-fr .files td:visible").all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 375
    context.close()


def test_the_keyboard_reaches_the_findings(browser: Browser, address: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(address)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className").startswith("skip")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "fr-answers"
    context.close()


def test_it_prints(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(address)
    tab.emulate_media(media="print")
    assert not tab.locator(".toggle").is_visible()
    assert tab.locator(".l-fr .still svg").first.is_visible()
    assert not tab.locator(".l-fr .live").first.is_visible()
    assert tab.pdf(format="A4").startswith(b"%PDF")
    context.close()
