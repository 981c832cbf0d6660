"""The doors of the sandbox: one address that stays, and leads to any channel as any person."""

import asyncio
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from simcord import SetupError

from bot.sandbox import Club
from bot.sandbox_doors import Doors

PLACES = ["#strength", "#general", "Direct messages"]


@pytest.fixture
async def doors(club: Club) -> AsyncIterator[Doors]:
    """Doors that are open on a free port, and leap in words only."""

    async def leap() -> str:
        return "Leaping <far> ahead."

    opened = Doors(club, leap)
    await opened.open(0)
    yield opened
    await opened.close()


@pytest.fixture
async def visitor(doors: Doors) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody at the address that was printed."""
    async with aiohttp.ClientSession(base_url=doors.address) as session:
        yield session


async def led_to(visitor: aiohttp.ClientSession, path: str) -> str:
    """Where a door leads."""
    async with visitor.get(path, allow_redirects=False) as answer:
        assert answer.status == 302
        return answer.headers["Location"]


async def marked(visitor: aiohttp.ClientSession) -> str:
    """The door one has gone through."""
    async with visitor.get("doors") as answer:
        (here,) = re.findall(r'class="now"[^>]*>([^<]*)<', await answer.text())
        return here


async def test_port_0_gives_a_real_address_on_this_machine_alone(doors: Doors) -> None:
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", doors.address)
    assert found
    assert int(found[1]) > 0


async def test_a_taken_port_is_an_error(doors: Doors, club: Club) -> None:
    async def leap() -> str:
        return ""

    second = Doors(club, leap)
    with pytest.raises(OSError, match="in use"):
        await second.open(int(doors.address.rstrip("/").rsplit(":", 1)[1]))
    await second.close()


async def test_there_is_a_door_for_every_place_and_person(visitor: aiohttp.ClientSession) -> None:
    async with visitor.get("doors") as answer:
        text = await answer.text()
    assert len(re.findall(r"<a ", text)) == 9
    assert all(place in text for place in PLACES)
    assert all(who in text for who in ("Sam, the captain", "Alex, a member", "Robin, a member"))


async def test_the_address_leads_to_the_strength_channel_as_the_captain(visitor: aiohttp.ClientSession) -> None:
    address = await led_to(visitor, "")
    assert address.startswith("http://127.0.0.1:")
    assert await led_to(visitor, "") == address
    assert await marked(visitor) == "#strength as Sam, the captain"


@pytest.mark.parametrize(
    ("door", "name"),
    [
        ("open?channel=general&as=alex", "#general as Alex, a member"),
        ("open?channel=direct&as=robin", "Direct messages of Robin, a member"),
    ],
)
async def test_another_door_leads_to_another_page_and_is_marked(
    visitor: aiohttp.ClientSession, door: str, name: str
) -> None:
    before = await led_to(visitor, "")
    after = await led_to(visitor, door)
    assert after != before
    assert await led_to(visitor, "") == after
    assert await marked(visitor) == name
    async with visitor.get(after) as page:
        assert page.status == 200


@pytest.mark.parametrize("query", ["", "?channel=general", "?as=alex", "?channel=nowhere&as=sam", "?channel=x&as=y"])
async def test_a_door_that_is_not_there_leads_back(visitor: aiohttp.ClientSession, query: str) -> None:
    assert await led_to(visitor, f"open{query}") == "/doors"


async def test_the_leap_answers_in_words_that_are_safe_to_show(visitor: aiohttp.ClientSession) -> None:
    async with visitor.post("leap") as answer:
        assert "<p>Leaping &lt;far&gt; ahead.</p>" in await answer.text()


async def test_only_what_is_new_is_shown_anew(visitor: aiohttp.ClientSession, doors: Doors, club: Club) -> None:
    await led_to(visitor, "")
    await doors.refresh()
    await club.people["alex"].send(club.channels["strength"], "@Backline hi")
    await doors.refresh()
    await doors.refresh()


async def test_the_page_waits_while_the_clock_moves(visitor: aiohttp.ClientSession, doors: Doors) -> None:
    await led_to(visitor, "")
    preview = doors._preview
    assert preview is not None
    async with doors.turn:
        pressed = asyncio.create_task(preview._action("no such page", {}))
        await asyncio.sleep(0)
        assert not pressed.done()
    with pytest.raises(SetupError):
        await pressed
