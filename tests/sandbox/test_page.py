"""The sandbox in a browser, as somebody tries the bot for the first time."""

import pytest

from .page import ClubPage

pytestmark = pytest.mark.slow


async def test_a_question_and_a_workout_are_answered_on_the_page(page: ClubPage) -> None:
    await page.enter()
    await page.read("Welcome to the sandbox.")
    await page.say("@Backline can I train every day?")
    await page.read("two to three times a week")
    await page.read("48 hours")
    await page.command("workout beginner")
    for exercise in (
        "Glute bridge — 3 × 12–15",
        "Romanian deadlift — 3 × 8–10 (light weight)",
        "Bent-over row — 3 × 10–12",
        "Wall sit — 3 × 30–45 s",
    ):
        await page.read(exercise)


async def test_a_member_sets_a_reminder_in_direct_messages_and_leaps_to_it(page: ClubPage) -> None:
    await page.through_door("Direct messages of Alex")
    offered = await page.offered()
    assert "/remind daily" in offered
    assert not [name for name in offered if name.startswith("/schedule")]
    await page.command("remind daily", time="7am", timezone="London")
    await page.read("Every day at 07:00 (Europe/London), by direct message.")
    assert (await page.leap()).startswith("Leaping ")
    await page.read("Today is a strength day.")


async def test_the_captain_schedules_a_daily_reminder_and_leaps_to_it(page: ClubPage) -> None:
    assert (await page.leap()).startswith("Nothing is scheduled yet.")
    await page.enter()
    await page.command(
        "schedule add", program="Daily reminder", channel="strength", days="every day", time="7am", timezone="London"
    )
    await page.read("Scheduled, number 1")
    assert (await page.leap()).startswith("Leaping ")
    await page.read("Today is a strength day.")
    await page.read("Beginner program · day 1 of 2")
    await page.command("leap")
    await page.read("No session today: recover well.")
