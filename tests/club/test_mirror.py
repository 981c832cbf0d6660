"""An entry among the server's scheduled events: what is asked of Discord, and what happens when it says no."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import discord
import pytest
from wire import contract
from wire.stub import Request

from bot.discord_app.mirror import Mirror, recurrences
from bot.errors import UserError
from bot.schedule.changes import going_on
from bot.schedule.entry import BY_HAND, Entry
from bot.schedule.rule import Move, Rule

from .server import Club

NOW = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday
MON, WED, SAT = 0, 2, 5


class Answer:
    """As much of an HTTP answer as discord.py's errors need."""

    def __init__(self, status: int) -> None:
        self.status, self.reason = status, ""


class Events:
    """A server's scheduled events, in place of Discord's; `refuses` is the error that the next requests get."""

    def __init__(self) -> None:
        self.there: dict[int, dict[str, Any]] = {}
        self.asked: list[Request] = []
        self.refuses: dict[str, discord.HTTPException] = {}
        self.room = 100

    async def change(self, method: str, guild_id: int, event_id: int | None, body: Any = None) -> Any:
        path = f"/guilds/{guild_id}/scheduled-events" + (f"/{event_id}" if event_id else "")
        self.asked.append(Request(method, path, {}, body, {}))
        if method in self.refuses:
            raise self.refuses[method]
        if event_id is not None and event_id not in self.there:
            raise discord.NotFound(Answer(404), {"code": 10070, "message": "Unknown"})  # type: ignore[arg-type]
        if method == "DELETE":
            return self.there.pop(event_id or 0)
        if method == "POST" and len(self.there) >= self.room:
            raise discord.HTTPException(Answer(400), {"code": 30038, "message": "Maximum"})  # type: ignore[arg-type]
        number = event_id or 1000 + len(self.asked)
        self.there[number] = body
        return {"id": str(number)}

    def methods(self) -> list[str]:
        return [one.method for one in self.asked]


def refused(status: int, code: int) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 400: discord.HTTPException}[status]
    return kind(Answer(status), {"code": code, "message": "no"})  # type: ignore[arg-type]


@pytest.fixture
async def events(club: Club, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Events]:
    """Events that stand in for Discord's; what was asked of them must fit Discord's description."""
    found = Events()
    monkeypatch.setattr(club.bot, "change_event", found.change)
    monkeypatch.setattr(club.bot, "now", club.env.now)
    yield found
    if contract.is_here():
        assert contract.breaches(found.asked) == []


async def scheduled(club: Club, days: str = "mon wed") -> Entry:
    await club.schedule(days=days)
    return (await club.store.entries_of_guild(club.guild.id))[-1]


async def kept(club: Club, entry: Entry) -> Entry:
    found = await club.store.entry(entry.id)
    assert found is not None
    return found


async def test_each_weekday_is_a_weekly_event_of_its_own(club: Club, events: Events) -> None:
    entry = await club.bot.mirror.start(await scheduled(club))
    assert entry.events == tuple(events.there) == (await kept(club, entry)).events
    monday, wednesday = events.there.values()
    assert monday == {
        "name": "Beginner program",
        "description": None,
        "entity_type": 3,
        "privacy_level": 2,
        "entity_metadata": {"location": "#strength"},
        "scheduled_start_time": "2026-01-05T07:00:00+00:00",
        "scheduled_end_time": "2026-01-05T08:00:00+00:00",
        "recurrence_rule": {
            "start": "2026-01-05T07:00:00+00:00", "interval": 1, "frequency": 2, "by_weekday": [MON]
        },
    }  # fmt: skip
    assert wednesday["recurrence_rule"]["by_weekday"] == [WED]


async def test_an_entry_without_a_mirror_is_left_alone(club: Club, events: Events) -> None:
    entry = await scheduled(club)
    assert await club.bot.mirror.sync(entry) == entry
    assert events.asked == []


async def test_a_change_changes_the_events_and_ends_those_too_many(club: Club, events: Events) -> None:
    entry = await club.bot.mirror.start(await scheduled(club))
    changed = await club.store.change_entry(
        entry.id, lambda one: replace(one, rule=replace(one.rule, days=frozenset({SAT}), at=time(9))), club.env.now()
    )
    assert changed is not None
    after = await club.bot.mirror.sync(changed)
    assert after.events == (entry.events or ())[:1]
    (saturday,) = events.there.values()
    assert saturday["scheduled_start_time"] == "2026-01-03T09:00:00+00:00"
    assert events.methods() == ["POST", "POST", "PATCH", "DELETE"]


async def test_an_event_that_somebody_deleted_is_made_again(club: Club, events: Events) -> None:
    entry = await club.bot.mirror.start(await scheduled(club))
    del events.there[min(entry.events or ())]
    after = await club.bot.mirror.sync(entry)
    assert set(after.events or ()) == set(events.there)
    assert len(events.there) == 2


async def test_an_event_that_takes_no_new_dates_is_replaced(club: Club, events: Events) -> None:
    entry = await club.bot.mirror.start(await scheduled(club, "mon"))
    events.refuses["PATCH"] = refused(400, 180000)
    after = await club.bot.mirror.sync(entry)
    assert after.events != entry.events
    assert after.events == tuple(events.there)


async def test_a_pause_takes_the_events_away_and_going_on_brings_them_back(club: Club, events: Events) -> None:
    entry = await club.bot.mirror.start(await scheduled(club))
    await club.store.pause_entry(entry.id, BY_HAND)
    assert (await club.bot.mirror.sync(entry)).events == ()
    assert events.there == {}
    await club.store.change_entry(entry.id, going_on, club.env.now())
    assert len((await club.bot.mirror.sync(entry)).events or ()) == 2


async def test_trouble_takes_the_events_away_with_the_posts(club: Club, events: Events) -> None:
    await club.bot.mirror.start(await scheduled(club))
    assert len(events.there) == 2
    await club.silence(club.strength, "send_messages")
    await club.after(days=5)
    assert events.there == {}


async def test_an_entry_that_is_removed_while_its_events_are_made_leaves_none(club: Club, events: Events) -> None:
    entry = await scheduled(club)
    change = club.bot.change_event

    async def remove_meanwhile(*asked: Any) -> Any:
        club.bot.change_event = change  # type: ignore[method-assign]
        await club.store.remove_entry(entry.id, club.env.now())
        club.bot.mirror.follow(entry, removed=True)
        return await change(*asked)

    club.bot.change_event = remove_meanwhile  # type: ignore[method-assign]
    await club.bot.mirror.start(entry)
    await club.bot.mirror.stop()
    assert events.there == {}


async def test_clearing_ends_the_events_and_the_mirror(club: Club, events: Events) -> None:
    entry = await club.bot.mirror.start(await scheduled(club))
    assert (await club.bot.mirror.clear(entry)).events is None
    assert events.there == {}
    assert (await kept(club, entry)).events is None


async def test_a_removed_entry_that_is_put_back_has_its_events_again(club: Club, events: Events) -> None:
    entry = await club.bot.mirror.start(await scheduled(club))
    await club.store.remove_entry(entry.id, club.env.now())
    await club.bot.mirror.clear(entry)
    assert events.there == {}
    back = await club.store.restore_entry(entry.id, club.env.now())
    assert back is not None
    await club.bot.mirror.sync(back)
    assert len(events.there) == 2


async def test_without_the_permission_the_entry_stays_without_a_mirror(club: Club, events: Events) -> None:
    events.refuses["POST"] = refused(403, 50013)
    entry = await scheduled(club)
    with pytest.raises(UserError, match="Give my role Create Events"):
        await club.bot.mirror.start(entry)
    assert (await kept(club, entry)).events is None


async def test_a_server_full_of_events_is_told_and_keeps_none_of_ours(club: Club, events: Events) -> None:
    events.room = 1
    entry = await scheduled(club)
    with pytest.raises(UserError, match="100 events, the most that Discord takes"):
        await club.bot.mirror.start(entry)
    assert events.there == {}
    assert (await kept(club, entry)).events is None


async def test_what_was_made_before_the_connection_broke_is_known_to_the_next_try(club: Club, events: Events) -> None:
    entry = await scheduled(club)
    change = events.change

    async def breaks(method: str, guild_id: int, event_id: int | None, body: Any = None) -> Any:
        if events.there:
            raise OSError("reset")
        return await change(method, guild_id, event_id, body)

    club.bot.change_event = breaks  # type: ignore[method-assign]
    with pytest.raises(OSError, match="reset"):
        await club.bot.mirror.start(entry)
    club.bot.change_event = change  # type: ignore[method-assign]
    after = await club.bot.mirror.sync(entry)
    assert after.events == tuple(events.there)
    assert len(events.there) == 2


async def test_a_mirror_is_one_for_a_client(club: Club) -> None:
    assert isinstance(club.bot.mirror, Mirror)


def rule(**more: Any) -> Rule:
    return Rule(**({"days": frozenset({SAT}), "at": time(7), "zone": "Europe/London"} | more))


def shown(one: Rule) -> list[tuple[str, dict[str, Any] | None]]:
    found = []
    for start, recurrence in recurrences(one, NOW):
        rest = {key: value for key, value in (recurrence or {}).items() if key != "start"}
        found.append((f"{start:%d %b %H:%M}", rest or None))
    return found


WEEKLY = {"interval": 1, "frequency": 2, "by_weekday": [SAT]}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(rule(), [("03 Jan 07:00", WEEKLY)], id="weekly"),
        pytest.param(
            rule(every=2, anchor=date(2026, 1, 10)), [("10 Jan 07:00", WEEKLY | {"interval": 2})], id="every other"
        ),
        pytest.param(rule(every=3, anchor=date(2026, 1, 10)), [("10 Jan 07:00", None)], id="every third: the next"),
        pytest.param(
            rule(nth=frozenset({1})),
            [("03 Jan 07:00", {"interval": 1, "frequency": 1, "by_n_weekday": [{"n": 1, "day": SAT}]})],
            id="the first of a month",
        ),
        pytest.param(
            rule(nth=frozenset({-1})),
            [("31 Jan 07:00", {"interval": 1, "frequency": 1, "by_n_weekday": [{"n": 5, "day": SAT}]})],
            id="the last of a month",
        ),
        pytest.param(rule(nth=frozenset({1, 3})), [("03 Jan 07:00", None)], id="two places: the next"),
        pytest.param(rule(nth=frozenset({5})), [("31 Jan 07:00", None)], id="a fifth: the next"),
        pytest.param(
            rule(zone="Australia/Sydney"), [("02 Jan 20:00", WEEKLY | {"by_weekday": [4]})], id="another day in UTC"
        ),
        pytest.param(
            rule(zone="Australia/Sydney", nth=frozenset({1})), [("02 Jan 20:00", None)], id="another month in UTC"
        ),
        pytest.param(rule(skips=frozenset({date(2026, 1, 3)})), [("10 Jan 07:00", WEEKLY)], id="the next is skipped"),
        pytest.param(
            rule(moves=(Move(date(2026, 1, 3), datetime(2026, 1, 4, 9)),)),  # noqa: DTZ001
            [("10 Jan 07:00", WEEKLY), ("04 Jan 09:00", None)],
            id="the next is moved",
        ),
        pytest.param(rule(last=date(2026, 1, 8)), [("03 Jan 07:00", None)], id="the last of a season"),
        pytest.param(rule(last=date(2025, 1, 8)), [], id="a season that is over"),
        pytest.param(rule(once=NOW + timedelta(hours=3)), [("01 Jan 03:00", None)], id="once"),
    ],
)
def test_a_rule_is_shown_as_far_as_discord_can(one: Rule, expected: list[Any]) -> None:
    assert shown(one) == expected


async def test_a_body_that_discord_does_not_take_is_told_and_the_post_stays(club: Club, events: Events) -> None:
    entry = await scheduled(club)
    events.refuses["POST"] = refused(400, 50035)
    with pytest.raises(UserError, match="Discord does not take this among the server's events"):
        await club.bot.mirror.start(entry)
    kept = await club.store.entry(entry.id)
    assert kept is not None
    assert kept.events is None
