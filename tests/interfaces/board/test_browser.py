"""The board in a real browser: Debian's Chromium, headless, on the shipped example. Skipped, with the reason, where it is not installed."""

from __future__ import annotations

import gzip
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interfaces.board.conftest import ready, serving
from tests.interfaces.board.reports import HOSTILE
from tocsin import intake, pipeline
from tocsin.codebook import Codebook
from tocsin.interfaces.board import create_app
from tocsin.store import open_store

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: make setup")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
EXAMPLE = Path(__file__).parents[3] / "examples" / "osh-2010"
AXE = Path(__file__).parent / "vendor" / "axe.min.js.gz"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium here: apt-get install chromium chromium-driver"),
]
WAIT = 15.0  # seconds for anything to appear
CORRECTED = "271"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, codebook: Codebook) -> Path:
    """A store that holds the shipped example and the report that attacks its page."""
    folder = tmp_path_factory.mktemp("example")
    (folder / "hostile.md").write_text(HOSTILE)
    with open_store(str(folder / "kept.db")) as store:
        list(pipeline.read_reports(intake.collect([str(EXAMPLE), str(folder / "hostile.md")]), codebook=codebook, store=store))
        ready(store, codebook)
    return folder / "kept.db"


@pytest.fixture
def board(example: Path, tmp_path: Path, codebook: Codebook) -> Iterator[str]:
    for path in example.parent.glob("kept.db*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with open_store(str(tmp_path / "kept.db")) as store, serving(create_app(store, codebook, analyst="Ana Lyst")) as address:
        yield address


class Person:
    """Somebody at the keyboard: waits for what should appear, never for a fixed time."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver, self.address = driver, address

    def open(self, path: str) -> None:
        self.driver.get(self.address + path)

    def all(self, css: str) -> list[Any]:
        return list(self.driver.find_elements(By.CSS_SELECTOR, css))

    def see(self, css: str, *, holding: str = "") -> Any:
        """The first element of this kind that shows and holds these words."""
        return self.until(
            lambda: next((e for e in self.all(css) if e.is_displayed() and holding in e.text), None), f"{css} with {holding!r}"
        )

    def until(self, what: Callable[[], Any], said: str) -> Any:
        from selenium.common.exceptions import StaleElementReferenceException

        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                found = what()
            except StaleElementReferenceException:
                found = None
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"never saw {said} at {self.driver.current_url}")

    def click(self, css: str, *, holding: str = "") -> None:
        element = self.see(css, holding=holding)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def told(self, css: str) -> str:
        """The words of an element, also where the open panel lies over it."""
        return str(self.run("const e = document.querySelector(arguments[0]); return e ? e.textContent : ''", css))

    def complaints(self) -> list[str]:
        """What the browser complained of since last asked: scripts refused, files missing, errors."""
        return [e["message"] for e in self.driver.get_log("browser") if e["level"] == "SEVERE"]


def make_options(*more: str) -> Any:
    """A browser without a window that reaches nothing but this machine: of itself it would ask its maker for updates."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    alone = ("--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *alone, *more):
        options.add_argument(argument)
    return options


def start(*, phone: bool = False, dark: bool = False) -> Any:
    options = make_options(f"--window-size={'390,844' if phone else '1360,900'}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_page_load_timeout(30)
    if phone:
        metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    if dark:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    return driver


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    driver = start()
    yield driver
    driver.quit()


@pytest.fixture
def person(chromium: Any, board: str) -> Person:
    someone = Person(chromium, board)
    someone.open("/")
    someone.run("localStorage.clear()")
    someone.complaints()
    return someone


def first_toll(person: Person) -> str:
    return str(person.see("#figure-killed .big a").text)


def open_example(person: Person) -> None:
    person.open("/")
    person.click(".situations .name", holding="Osh")
    person.see("h1", holding="Osh")


def correct_toll(person: Person, number: str) -> None:
    """From the headline to its sentence to the form, and the number corrected there."""
    person.click("#figure-killed .big a")
    person.see("#panel mark")
    person.click("#panel a.button", holding="Open or correct")
    person.click("#panel summary", holding="Correct any field")
    field = person.see('#panel input[name="figure.best"]')
    field.clear()
    field.send_keys(number)
    person.click('#panel button[value="correct"]')
    person.see("#panel .said-now", holding="Corrected")


def test_a_number_is_followed_corrected_seen_everywhere_undone_and_in_the_trail(person: Person) -> None:
    open_example(person)
    before = first_toll(person)
    assert re.search(r"\d", before)
    correct_toll(person, CORRECTED)
    person.until(lambda: CORRECTED in first_toll(person), f"a headline of {CORRECTED}")
    assert CORRECTED in person.see("svg.toll").get_attribute("innerHTML")
    person.click("#panel .said-now button", holding="Undo")
    person.see("#panel .said-now", holding="Taken back")
    person.until(lambda: first_toll(person) == before, f"the headline {before!r} again")
    person.open("/trail")
    assert person.see(".chain").text.startswith("✓ The chain is whole")
    assert len(person.all(".trail > li")) == 2
    assert not person.complaints()


def test_every_list_shows_a_correction(person: Person) -> None:
    open_example(person)
    address = person.driver.current_url
    correct_toll(person, CORRECTED)
    for path in ("/", address.removeprefix(person.address)):
        person.open(path)
        assert CORRECTED in person.see("main").text, path


def test_a_report_is_reviewed_by_keys_alone(person: Person) -> None:
    person.open("/reports")
    person.click("tbody th a")
    person.see(".card")
    person.press("j")
    first = person.see(".card.on").get_attribute("data-claim")
    assert person.all("mark.on")
    person.press("j")
    person.until(lambda: person.see(".card.on").get_attribute("data-claim") != first, "the second claim")
    person.press("k", "a")
    person.see("#panel .said-now", holding="Accepted")
    person.until(lambda: "accepted by Ana Lyst" in person.told(f"#card-{first}"), "the card accepted")
    person.press(Keys.ESCAPE)
    person.until(lambda: not person.see("body").get_attribute("class").count("with-panel"), "the panel closed")
    person.press("u")
    person.see("#panel .said-now", holding="Taken back")
    person.press(Keys.ESCAPE, "r")
    person.see("#panel fieldset.now")
    assert person.run("return document.activeElement.name") == "reason"
    person.press(Keys.ESCAPE, "e")
    person.see('#panel input[name="figure.best"]')
    assert not person.complaints()


def test_a_missed_claim_is_added_from_a_selection(person: Person) -> None:
    person.open("/reports")
    person.click("tbody th a")
    person.see(".card")
    person.run(
        "const p = [...document.querySelectorAll('.sheet p.text')].pop(), r = document.createRange(); r.selectNodeContents(p);"
        "getSelection().removeAllRanges(); getSelection().addRange(r); window.chosen = p.textContent"
    )
    person.press("m")
    quote = person.see("#panel blockquote mark").text
    assert " ".join(quote.split()) == " ".join(str(person.run("return window.chosen")).split())
    person.click('#panel button[value="add"]')
    person.see("#panel .said-now", holding="added this claim")
    person.until(lambda: "added by Ana Lyst" in person.told("#claims"), "the new card")


def test_a_hostile_report_runs_nothing(person: Person) -> None:
    person.open("/search?q=painted")
    for path in ("/", "/reports", "/sources"):
        person.open(path)
        assert person.driver.title != "owned" and not person.all("main img"), path
    person.open("/reports")
    person.click("tbody th a", holding="Eight killed")
    assert "<script>" in person.see(".sheet").text and person.driver.title != "owned" and not person.all("main img")
    person.click(".card a.n")
    person.see("#panel mark")
    assert person.driver.title != "owned" and not person.complaints()


def test_a_script_that_got_in_would_be_refused(person: Person) -> None:
    """The policy holds even where escaping had failed."""
    person.run("const s = document.createElement('script'); s.textContent = 'document.title = \"owned\"'; document.body.append(s)")
    assert person.driver.title != "owned"
    assert any("Content Security Policy" in c or "script-src" in c for c in person.complaints())


def test_pages_work_without_script(board: str) -> None:
    options = make_options()
    options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        person = Person(driver, board)
        open_example(person)
        person.click("#figure-killed .big a")
        person.see(".panel-alone mark")
        person.click("a.button", holding="Open or correct")
        person.click('button[value="accept"]')
        person.see(".decisions", holding="Ana Lyst")
    finally:
        driver.quit()


PLACES = ("situations", "situation", "panel", "correcting", "report", "reports", "sources", "trail", "codebook", "search", "missing")


def go_to(person: Person, place: str) -> None:
    if place in ("situation", "panel", "correcting"):
        open_example(person)
    if place in ("panel", "correcting"):
        person.click("#figure-killed .big a")
        person.see("#panel mark")
    if place == "correcting":
        person.click("#panel a.button", holding="Open or correct")
        person.click("#panel summary", holding="Correct any field")
    if place == "report":
        person.open("/reports")
        person.click("tbody th a")
        person.see(".card")
        person.press("j")
    simple = {
        "situations": "/",
        "reports": "/reports",
        "sources": "/sources",
        "trail": "/trail",
        "codebook": "/codebook",
        "search": "/search?q=Osh",
        "missing": "/nowhere",
    }
    if place in simple:
        person.open(simple[place])


@pytest.fixture(scope="module")
def phone() -> Iterator[Any]:
    driver = start(phone=True, dark=True)
    yield driver
    driver.quit()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("look", ["light", "phone-dark"])
def test_no_page_has_a_serious_fault_of_accessibility(request: pytest.FixtureRequest, board: str, place: str, look: str) -> None:
    """axe-core, WCAG 2.2 A and AA and its best practices: nothing serious or critical."""
    person = Person(request.getfixturevalue("chromium" if look == "light" else "phone"), board)
    go_to(person, place)
    person.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    person.run(gzip.decompress(AXE.read_bytes()).decode())
    found = person.driver.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    person.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert not serious, [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"][:4]]) for v in serious]


@pytest.mark.parametrize("place", ["situations", "situation", "report", "trail"])
def test_a_phone_never_scrolls_sideways(phone: Any, board: str, place: str) -> None:
    person = Person(phone, board)
    go_to(person, place)
    assert person.run("return document.documentElement.scrollWidth") <= 390
