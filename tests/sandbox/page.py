"""The sandbox's page as a person uses it: where they are, what they type, and what they read."""

from contextlib import suppress
from pathlib import Path

from playwright.async_api import Locator, Page, expect

BROWSER = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds
PAUSE = 3_000
TRIES = 5  # the page lets a key pass while it is busy with itself, and keeps what was typed


class ClubPage:
    """One window on the club; `read` waits for what should come."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._address = address
        page.set_default_timeout(PATIENCE)

    async def enter(self) -> None:
        """Go to the address that was printed."""
        await self._page.goto(self._address)
        await expect(self._composer).to_be_visible(timeout=PATIENCE)

    async def through_door(self, name: str) -> None:
        """Go to the page of doors and through the one of that name, which opens in a window of its own."""
        await self._page.goto(f"{self._address}doors")
        async with self._page.expect_popup() as opened:
            await self._page.get_by_role("link", name=name).click()
        self._page = await opened.value
        self._page.set_default_timeout(PATIENCE)
        await expect(self._composer).to_be_visible(timeout=PATIENCE)

    async def leap(self) -> str:
        """Press the button on the page of doors; the sentence it answers with."""
        doors = await self._page.context.new_page()
        await doors.goto(f"{self._address}doors")
        await doors.get_by_role("button", name="Leap to the next scheduled post").click()
        await doors.wait_for_url("**/leap")
        said = await doors.locator("p").inner_text()
        await doors.close()
        return said

    async def say(self, text: str) -> None:
        """Type a message and send it."""
        await self._composer.fill(text)
        for _ in range(TRIES):
            await self._composer.press("Enter")
            with suppress(AssertionError):
                await expect(self._composer).to_have_value("", timeout=PAUSE)
                return
        raise AssertionError(f"the page never took {text!r}")

    async def command(self, name: str, **options: str) -> None:
        """Pick a slash command, fill in its options and send it; values of lists are picked by their beginning."""
        await self._composer.press_sequentially(f"/{name}")
        await expect(self._commands.first).to_contain_text(f"/{name}", timeout=PATIENCE)
        await self._composer.press("Enter")
        for option, value in options.items():
            await self._fill(option, value)
        for _ in range(TRIES):
            await self._page.locator("#send-message").click()
            with suppress(AssertionError):
                await expect(self._page.locator(".command-chip")).to_have_count(0, timeout=PAUSE)
                return
        raise AssertionError(f"the page never took /{name}")

    async def read(self, text: str) -> None:
        """Wait until the text stands among the messages."""
        await expect(self.messages).to_contain_text(text, timeout=PATIENCE)

    async def offered(self) -> list[str]:
        """The commands that typing `/` offers."""
        await self._composer.press_sequentially("/")
        await expect(self._commands.first).to_be_visible(timeout=PATIENCE)
        names = await self._commands.locator("strong").all_inner_texts()
        await self._composer.fill("")
        return names

    @property
    def messages(self) -> Locator:
        return self._page.locator("#channel-message-list")

    @property
    def _commands(self) -> Locator:
        return self._page.get_by_role("listbox", name="Application commands").get_by_role("option")

    @property
    def _composer(self) -> Locator:
        return self._page.locator("#channel-composer-input")

    async def _fill(self, option: str, value: str) -> None:
        field = self._page.locator(f'.command-option-input[data-option="{option}"]')
        if not await field.count():
            await self._page.locator(".command-ghost").click()
            await self._page.locator(".command-popup").get_by_role("option").filter(has_text=option).click()
        await field.fill(value)
        if option in ("program", "channel"):
            await self._page.locator(".command-popup").get_by_role("option").filter(has_text=value).first.click()
