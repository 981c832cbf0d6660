"""/club long-run: the weekday of the club's long run, and what it warns of."""

from .seen import text_of
from .server import Club


async def set_day(club: Club, day: int) -> str:
    result = await club.sam.slash(club.general, "club long-run", day=day)
    assert result.ephemeral
    return text_of(result.response)


async def test_it_is_set_shown_and_forgotten(club: Club) -> None:
    assert (await set_day(club, 6)).startswith("Set: the club's long run is on Sunday.")
    shown = text_of((await club.sam.slash(club.general, "club show")).response)
    assert "- Long run: Sunday" in shown
    assert (await set_day(club, -1)).startswith("Forgotten.")
    shown = text_of((await club.sam.slash(club.general, "club show")).response)
    assert "- Long run: not set; set it with `/club long-run`" in shown


async def test_what_stands_on_the_day_before_is_named_when_it_is_set(club: Club) -> None:
    await club.schedule(days="sat")
    warning = "⚠️ Number 1 has a strength session on Sat 3 Jan, the day before the club's long run on Sunday."
    assert warning in await set_day(club, 6)
    assert "⚠️" not in await set_day(club, 5)


async def test_a_post_added_changed_or_moved_to_the_day_before_is_kept_and_warned_of(club: Club) -> None:
    await set_day(club, 6)
    said = [text_of((await club.schedule(days="sat")).response)]
    await club.schedule(channel=club.general, days="wed")
    edited = await club.sam.slash(club.general, "schedule edit", entry=2, days="sat", time="6pm")
    said.append(text_of(edited.response))
    await club.sam.slash(club.general, "schedule edit", entry=2, days="tue")
    moved = await club.sam.slash(club.general, "schedule move", entry=2, to="sat", time="10am")
    said.append(text_of(moved.response))
    assert all("the day before the club's long run on Sunday" in text for text in said)
