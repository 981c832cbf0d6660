"""/schedule list, and which numbers /schedule remove takes."""

import re

import pytest

from .seen import answer_of, text_of
from .server import Club, found_club


async def listed(club: Club) -> str:
    result = await club.sam.slash(club.general, "schedule list")
    assert result.ephemeral
    return text_of(result.response)


@pytest.fixture
async def full(club: Club) -> Club:
    """A club with three entries."""
    await club.schedule(days="mon thu")
    await club.schedule(program="gym", days="sat", time="9am", channel=club.general)
    await club.schedule(program="daily", days="every day", time="6:30am")
    return club


async def test_an_empty_list_says_how_to_begin(club: Club) -> None:
    assert await listed(club) == "### Scheduled here\nNothing yet. Add a post with `/schedule add`."


async def test_the_list_shows_each_entry_with_two_dates_on_the_readers_clock(full: Club) -> None:
    text = await listed(full)
    strength, general = full.strength.mention, full.general.mention
    assert [line for line in text.splitlines() if line.startswith("**")] == [
        f"**1 · Beginner program** in {strength}: Monday and Thursday at 07:00 (Europe/London)",
        f"**2 · Gym routine** in {general}: Saturday at 09:00 (Europe/London)",
        f"**3 · Daily reminder** in {strength}: every day at 06:30 (Europe/London)",
    ]
    dates = [line for line in text.splitlines() if line.startswith("- ")]
    assert dates[2] == "- <t:1767430800:F> · <t:1767430800:R>"
    assert len(dates) == 6
    shape = re.compile(r"- <t:(\d+):F> · <t:\1:R>")
    assert all(shape.fullmatch(line) for line in dates)


async def test_fifty_entries_are_all_listed_in_messages_of_twelve(club: Club) -> None:
    await club.schedule_many(50)
    result = await club.sam.slash(club.general, "schedule list")
    pages = [text_of(page) for page in [result.response, *result.followups]]
    numbers = [int(number) for page in pages for number in re.findall(r"^\*\*(\d+) ·", page, re.MULTILINE)]
    assert numbers == list(range(1, 51))
    assert [len(page) <= 4000 for page in pages] == [True] * 5


@pytest.mark.parametrize("number", [99, -1, 0, 2**40], ids=str)
async def test_a_number_that_is_not_there_is_one_sentence(full: Club, number: int) -> None:
    result = await full.sam.slash(full.strength, "schedule remove", entry=number)
    assert text_of(result.response) == f"There is no scheduled post number {number} here. See /schedule list."
    assert len(await full.store.entries_of_guild(full.guild.id)) == 3


async def test_the_number_of_another_server_is_refused_and_not_shown(full: Club) -> None:
    other = found_club(full.env, full.coach, full.store)
    await full.env.settle()
    result = await other.sam.slash(other.strength, "schedule remove", entry=1)
    assert text_of(result.response) == "There is no scheduled post number 1 here. See /schedule list."
    assert "Nothing yet" in await listed(other)
    assert await other.sam.autocomplete(other.strength, "schedule remove", "entry", "") == []
    assert len(await full.store.entries_of_guild(full.guild.id)) == 3


async def test_the_number_of_a_members_private_reminder_is_refused(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    result = await club.sam.slash(club.strength, "schedule remove", entry=1)
    assert text_of(result.response) == "There is no scheduled post number 1 here. See /schedule list."
    assert len(await club.store.entries_of_member(club.alex.id)) == 1
    assert "Nothing yet" in await listed(club)


async def test_members_reminders_in_channels_are_counted_and_may_be_removed(full: Club) -> None:
    first = (await full.store.entries_of_guild(full.guild.id))[0]
    theirs = await full.store.add_entry(
        guild_id=full.guild.id,
        channel_id=full.strength.id,
        user_id=full.alex.id,
        program="daily",
        rule=first.rule,
        now=full.env.now(),
        personal=True,
    )
    line = f"A member has a reminder in channels here: number {theirs.id} in {full.strength.mention}."
    assert line in await listed(full)
    asked = await full.sam.slash(full.general, "schedule remove", entry=theirs.id)
    await full.sam.click(answer_of(asked), label="Remove")
    assert await full.store.entries_of_member(full.alex.id) == []
    shown = await full.sam.slash(full.general, "schedule show", entry=theirs.id)
    assert text_of(shown.response) == f"There is no scheduled post number {theirs.id} here. See /schedule list."


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", [1, 2, 3]),
        ("gym", [2]),
        ("06:30", [3]),
        ("#general", [2]),
        ("nothing like it", []),
    ],
)
async def test_typing_offers_the_entries_in_words(full: Club, typed: str, offered: list[int]) -> None:
    choices = await full.sam.autocomplete(full.strength, "schedule remove", "entry", typed)
    assert [choice["value"] for choice in choices] == offered
    if typed == "gym":
        assert choices[0]["name"] == "2: Gym routine in #general, Saturday 09:00"


@pytest.mark.parametrize(
    ("command", "option", "typed"),
    [("edit", "entry", {}), ("remove", "entry", {}), ("skip", "date", {"entry": 1}), ("unskip", "date", {"entry": 1})],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_member_whom_a_server_lets_see_the_commands_is_offered_nothing_of_the_schedule(
    full: Club, command: str, option: str, typed: dict[str, int]
) -> None:
    await full.sam.slash(full.general, "schedule skip", entry=1)
    root = full.env.backend.find_command("schedule", full.guild.id)
    assert root is not None
    full.guild.set_command_permissions(int(root["id"]), {full.guild.default_role: True})
    offered = await full.alex.autocomplete(full.strength, f"schedule {command}", option, "", **typed)
    assert [choice["value"] for choice in offered if choice["value"] != "next"] == []
