"""What goes wrong between the bot, Discord and the database: every post goes out once, or a human is told why not."""

from pathlib import Path

from .databases import add_due, entry_of, kept, moved_on, sqlite_url
from .payloads import CAPTAIN_ID, CHANNEL_ID, MEMBER_ID
from .places import MISSING_ACCESS, MISSING_PERMISSIONS
from .reading import texts
from .stub import RESET, Stub

POSTS = "POST /channels/*/messages"
LETTERS = "POST /users/@me/channels"


def posts_to(channel: str) -> str:
    return f"POST /channels/{channel}/messages"


async def test_what_passes_by_itself_is_posted_once(stub: Stub, start, tmp_path: Path):
    places = stub.world.places
    passing = {
        places.add_channel("reset-before"): {"status": RESET},
        places.add_channel("reset-after"): {"status": RESET, "taken": True},
        places.add_channel("reset-twice-after"): {"status": RESET, "taken": True, "times": 2},
        places.add_channel("500"): {"status": 500},
        places.add_channel("502-after"): {"status": 502, "taken": True},
        places.add_channel("503"): {"status": 503, "times": 2},
        places.add_channel("503-after"): {"status": 503, "taken": True},
        places.add_channel("untouched"): {"status": 503, "times": 0},
    }
    for channel, fault in passing.items():
        await add_due(sqlite_url(tmp_path), channel=channel)
        stub.fail(posts_to(channel), **fault)
    async with start(stub) as bot:
        await bot.line("posted for entry", nth=len(passing))
        assert await bot.leave() == 0
        assert "Traceback" not in bot.errors
    assert {channel: len(stub.world.messages[channel]) for channel in passing} == dict.fromkeys(passing, 1)
    assert {row.state for row in await kept(sqlite_url(tmp_path))} == {"sent"}
    assert not stub.seen(LETTERS)


async def test_a_limit_of_discords_is_waited_out(stub: Stub, start, tmp_path: Path):
    places = stub.world.places
    channels = [places.add_channel(name) for name in ("one-route", "stubborn", "cloudflare", "everywhere", "quiet")]
    for channel in channels:
        await add_due(sqlite_url(tmp_path), channel=channel)
    stub.limit(posts_to(channels[0]), 0.2)
    stub.limit(posts_to(channels[1]), 0.05, times=6)  # discord.py itself gives up after the fifth
    stub.fail(posts_to(channels[2]), 429, body="<html>error 1015</html>", headers={"Retry-After": "1"})
    stub.limit(posts_to(channels[3]), 0.2, everywhere=True)
    async with start(stub) as bot:
        await bot.line("posted for entry", nth=len(channels))
        await bot.leave()
    assert [len(stub.world.messages[channel]) for channel in channels] == [1] * len(channels)
    assert [len(stub.seen(posts_to(channel))) for channel in channels] == [2, 7, 2, 2, 1]
    assert {row.state for row in await kept(sqlite_url(tmp_path))} == {"sent"}


async def test_what_a_human_must_mend_pauses_and_is_told_once(stub: Stub, start, tmp_path: Path):
    places, url = stub.world.places, sqlite_url(tmp_path)
    silent, hidden, gone = (places.add_channel(name) for name in ("silent", "hidden", "gone"))
    places.forbid(silent, MISSING_PERMISSIONS)
    places.forbid(hidden, MISSING_ACCESS)
    places.delete(gone)
    places.closed.add(MEMBER_ID)
    entries = [await add_due(url, channel=channel) for channel in (silent, hidden, gone)]
    entries.append(await add_due(url, channel=None, user_id=int(MEMBER_ID)))
    reasons = ("permission Send Messages", "permission View Channel", "The channel is gone", "direct messages")
    captain = places.open_direct(CAPTAIN_ID)["id"]
    async with start(stub) as bot:
        await stub.until(lambda: len(stub.world.messages.get(captain, ())) == 3, "letters to the captain")
        await bot.line(f"of entry {entries[3].id} failed")
        assert await bot.leave() == 0
        assert "Traceback" not in bot.errors
    assert [len(stub.seen(posts_to(channel))) for channel in (silent, hidden, gone)] == [1, 1, 1]
    letters = [texts(letter) for letter in stub.world.messages[captain]]
    assert [sum(reason in letter for letter in letters) for reason in reasons[:3]] == [1, 1, 1]
    assert [row.state for row in await kept(url)] == ["failed"] * 4
    for entry, reason in zip(entries, reasons, strict=True):
        assert reason in str((await entry_of(url, entry.id)).paused)


async def test_a_permission_given_back_lets_a_resumed_entry_go_on(stub: Stub, start, tmp_path: Path):
    url, places = sqlite_url(tmp_path), stub.world.places
    places.forbid(CHANNEL_ID)
    resumed, paused = await add_due(url), await add_due(url)
    captain = places.open_direct(CAPTAIN_ID)["id"]
    async with start(stub) as bot:
        await stub.until(lambda: len(stub.world.messages.get(captain, ())) == 2, "letters to the captain")
        await bot.leave()
    places.allow(CHANNEL_ID)
    await moved_on(url, resumed.id)
    async with start(stub) as bot:
        await bot.line(f"posted for entry {resumed.id}")
        await bot.leave()
    assert [(row.entry_id, row.state) for row in await kept(url)] == [
        (resumed.id, "failed"),
        (resumed.id, "sent"),
        (paused.id, "failed"),
    ]
    assert len(stub.world.messages[CHANNEL_ID]) == 1
    assert len(stub.seen(posts_to(CHANNEL_ID))) == 3
    assert len(stub.world.messages[captain]) == 2


async def test_a_captain_who_takes_no_letters_is_told_in_the_servers_own_channel(stub: Stub, start, tmp_path: Path):
    places = stub.world.places
    gone = places.add_channel("gone")
    places.delete(gone)
    places.closed.add(CAPTAIN_ID)
    await add_due(sqlite_url(tmp_path), channel=gone)
    answer = stub.hold(posts_to(gone))
    async with start(stub) as bot:
        await bot.line("has connected to Gateway")  # from then on the server and its own channel are known
        answer.set()
        await stub.until(lambda: stub.world.messages.get(CHANNEL_ID), "word in the server's own channel")
        await bot.leave()
    # nobody can say any more who saw that channel, so its name and the reason stay with the captains
    assert "Captains find the reason in /schedule status." in texts(stub.world.messages[CHANNEL_ID][0])


async def test_posts_go_out_while_the_gateway_is_gone(stub: Stub, start, tmp_path: Path):
    await add_due(sqlite_url(tmp_path))
    stub.fail(POSTS, 503)
    answer = stub.hold(POSTS)
    async with start(stub) as bot:
        await stub.request(POSTS)
        await stub.connected()
        await stub.gateway_site.stop()
        stub.gateway.cut()
        await bot.line("Discord cannot be reached at")
        answer.set()
        await bot.line("posted for entry")
        await stub.gateway_site.start()
        await stub.until(lambda: stub.gateway.live, "connection")
        assert await bot.leave() == 0
    assert len(stub.world.messages[CHANNEL_ID]) == 1
    assert [row.state for row in await kept(sqlite_url(tmp_path))] == ["sent"]
