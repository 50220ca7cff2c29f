"""A desk at the console: somebody with a browser, and what the browser complains of."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from house import KEY, House
from web.identity import local_token

# Told by the browser of every answer of 400 and more, which are asserted apart; and by htmx of a
# request that it gives up, for a newer one or because the page is left.
EXPECTED = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
ROLES = ("support", "moderator", "admin", "founder")


def seeded(role: str) -> str:
    """A token of a seeded person of staff."""
    return local_token(KEY, f"seed:{role}", f"{role}@example.org")


class Desk:
    """Somebody at the console in a browser; what it complains of is kept."""

    def __init__(self, house: House, context: BrowserContext) -> None:
        self.house = house
        self.context = context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        self.page.on(
            "console",
            lambda told: (
                self.complaints.append(told.text)
                if told.type in ("error", "warning") and not told.text.startswith(EXPECTED)
                else None
            ),
        )

    def go(self, path: str) -> int:
        """Go to a page of the console; its status."""
        answer = self.page.goto(f"{self.house.base_url}/console/{path}")
        assert answer is not None
        self.page.wait_for_selector("[aria-busy]", state="detached")
        return answer.status

    def sign_in(self, token: str) -> None:
        """Come in by the door with a token."""
        self.go("sign-in")
        self.page.fill("textarea[name=token]", token)
        self.page.click("button.primary")
        self.page.wait_for_load_state()

    def menu(self) -> list[str]:
        """The pages that the menu has."""
        told = self.page.locator("nav a > span").all_inner_texts()
        return [text.lower() for text in told]

    def rehearse(self, **values: object) -> None:
        """Fill an act's form in, as far as it is not, and rehearse it."""
        for name, given in values.items():
            value = str(given).lower() if isinstance(given, bool) else given
            field = self.page.locator(f".act-body [name={name}]")
            if field.get_attribute("readonly") is not None:
                assert field.input_value() == str(value)
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))
        self.page.click(".act-body >> text=Rehearse >> visible=true")
        self.page.wait_for_selector(".given, .refusal")

    def do(self) -> None:
        """Do what was rehearsed."""
        self.page.click("text=Do it")
        self.page.wait_for_selector("[data-done]")


def screen(desk: Desk, folder: str | None, name: str) -> None:
    """Keep a picture of the page, where pictures are wanted."""
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        desk.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
