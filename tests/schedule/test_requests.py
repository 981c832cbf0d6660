"""Reminders asked for in plain words."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.phrases import DayPattern
from bot.schedule.requests import Request, read_request

# a Wednesday; London is on UTC
NOW = datetime(2026, 11, 25, 14, 0, 40, tzinfo=UTC)
LONDON = "Europe/London"
EVERY_DAY = set(range(7))
WEEKDAYS = set(range(5))


def asked(text: str, zone: str | None = LONDON) -> Request:
    found = read_request(text, NOW, zone)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "days", "at", "about"),
    [
        ("remind me every morning at 7 to do my bridges", EVERY_DAY, "07:00", "do my bridges"),
        ("can you ping me mon wed fri 6:30pm about nordics", {0, 2, 4}, "18:30", "nordics"),
        ("poke me daily at 7", EVERY_DAY, "07:00", ""),
        ("set a reminder for tuesdays and thursdays 6am", {1, 3}, "06:00", ""),
        ("i always forget my bridges, can you nudge me at 7 each morning", EVERY_DAY, "07:00", "my bridges"),
        ("every evening at 7 remind me please", EVERY_DAY, "19:00", ""),
        ("remind me every evening", EVERY_DAY, "18:00", ""),
        ("remind me every morning", EVERY_DAY, "07:00", ""),
        ("remind me in the mornings", EVERY_DAY, "07:00", ""),
        ("remind me at 7 every day", EVERY_DAY, "07:00", ""),
        ("remind me at seven every evening", EVERY_DAY, "19:00", ""),
        ("cud u buzz me at 7 each nite", EVERY_DAY, "19:00", ""),
        ("could yuo remind me evry day 8pm", EVERY_DAY, "20:00", ""),
        ("remind me please every day in 7 of the morning", EVERY_DAY, "07:00", ""),
        ("five to eight every day, message me", EVERY_DAY, "07:55", ""),
        ("remind me every single morning at six thirty to do my planks", EVERY_DAY, "06:30", "do my planks"),
        ("set a daily reminder for 7am", EVERY_DAY, "07:00", ""),
        ("set a nightly reminder for the figure four", EVERY_DAY, "20:00", "the figure four"),
        ("set a stretching reminder for 9pm every day", EVERY_DAY, "21:00", "stretching"),
        ("daily nudge with the home session, 7:15 am please", EVERY_DAY, "07:15", "the home session"),
        ("i want a dm every day at lunch about training", EVERY_DAY, "12:00", "training"),
        ("Put me down for a reminder at 9 every day except sunday", {0, 1, 2, 3, 4, 5}, "09:00", ""),
        ("remind me to do my bridges every evening", EVERY_DAY, "18:00", "do my bridges"),
        ("remind me at 6 to stretch every day", EVERY_DAY, "06:00", "stretch"),
        ("remind me weekday evenings to stretch", WEEKDAYS, "18:00", "stretch"),
        ("remind me 7am weekdays for core", WEEKDAYS, "07:00", "core"),
        ("reminder mon wed fri 18:30", {0, 2, 4}, "18:30", ""),
        ("mon and thu 7pm reminder please", {0, 3}, "19:00", ""),
        ("tuesdays 18:00 remind me about calf raises", {1}, "18:00", "calf raises"),
        ("yoga reminder, sundays at ten", {6}, "10:00", "yoga"),
        ("i need a kick up the backside every tuesday and friday at 7", {1, 4}, "07:00", ""),
        ("is it possible you wake my lazy bum each saturday at 8", {5}, "08:00", ""),
        ("tap me on the shoulder every sunday night so i pack my gym bag", {6}, "20:00", "pack my gym bag"),
        ("would you mind reminding me each sunday evening to plan my week", {6}, "18:00", "plan my week"),
        ("remind me every friday night at 1 to sleep", {5}, "01:00", "sleep"),
        (
            "i always forget my monday session, give me a shout at lunchtime would you",
            {0},
            "12:00",
            "my monday session",
        ),
        ("please you write me each Thursday at 19, else I forget the training", {3}, "19:00", ""),
        (
            "so between school run and work i never get round to it, my good days are tues and thurs around 6pm "
            "before the kids tea, can u ping me then to do my strength bits",
            {1, 3},
            "18:00",
            "do my strength bits",
        ),
        ("remind me sunday mornings", {6}, "07:00", ""),
        ("remind me teusday and thrusday at 6", {1, 3}, "06:00", ""),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_what_repeats_is_read(text: str, days: set[int], at: str, about: str) -> None:
    assert asked(text) == Request(DayPattern(frozenset(days)), time.fromisoformat(at), about=about)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("every other sunday at 9 remind me to do the long stretch", DayPattern(frozenset({6}), 2)),
        ("remind me fortnightly on sunday at 9", DayPattern(frozenset({6}), 2)),
        ("set a fortnightly reminder on sundays at 9", DayPattern(frozenset({6}), 2)),
        ("remind me every 2 weeks on tue and thu at 7", DayPattern(frozenset({1, 3}), 2)),
        ("remind me every 3 weeks on friday at 6 to deload", DayPattern(frozenset({4}), 3)),
        ("remind me on the first saturday of the month at 8", DayPattern(frozenset({5}), nth=frozenset({1}))),
        ("remind me on the last friday of the month at 5pm", DayPattern(frozenset({4}), nth=frozenset({-1}))),
        ("set a daily reminder on weekdays at 7", DayPattern(frozenset(WEEKDAYS))),
        ("remind me once a day at 8", DayPattern(frozenset(EVERY_DAY))),
        ("remind me once a week on monday at 8", DayPattern(frozenset({0}))),
    ],
    ids=str,
)
def test_patterns_of_weeks_and_months_are_read(text: str, pattern: DayPattern) -> None:
    assert asked(text).days == pattern


@pytest.mark.parametrize(
    ("text", "once", "about"),
    [
        ("remind me in 2 hours to stretch", "2026-11-25T16:00:40", "stretch"),
        ("remind me 20 min to get off the sofa", "2026-11-25T14:20:40", "get off the sofa"),
        ("give me an hour, then remind me again", "2026-11-25T15:00:40", ""),
        ("in forty minutes the pasta's done, poke me then", "2026-11-25T14:40:40", ""),
        ("in an hour from now, give me a shout, I'm in a meeting", "2026-11-25T15:00:40", ""),
        ("remind me in 2 weeks at 9am to retest", "2026-12-09T09:00:00", "retest"),
        ("remind me tomorrow at 6pm: hip thrusts", "2026-11-26T18:00:00", "hip thrusts"),
        ("remimd me tomorrow at 7 to do bridges", "2026-11-26T07:00:00", "do bridges"),
        ("remidn me 6am", "2026-11-26T06:00:00", ""),
        ("tmrw 7 remind me gym", "2026-11-26T07:00:00", "gym"),
        ("please to remind me tomorrow evening for the bridges", "2026-11-26T18:00:00", "the bridges"),
        ("set a reminder for saturday 9am - glutes", "2026-11-28T09:00:00", "glutes"),
        ("new reminder: friday 7, gym routine", "2026-11-27T07:00:00", "gym routine"),
        ("remind me sunday morning", "2026-11-29T07:00:00", ""),
        ("nudge me tues 6pm", "2026-12-01T18:00:00", ""),
        ("remind me next monday at 8 about the physio", "2026-11-30T08:00:00", "the physio"),
        ("remind me on 27/11 at 9 to go", "2026-11-27T09:00:00", "go"),
        ("remind me on 24 dec at 6pm to rest", "2026-12-24T18:00:00", "rest"),
        ("remind me tonight at 9 to roll out", "2026-11-25T21:00:00", "roll out"),
        ("not now, ask me tonight", "2026-11-25T20:00:00", ""),
        ("oi coach, at 5 tell me to get off the sofa", "2026-11-25T17:00:00", "get off the sofa"),
        ("i work nights so remind me at 4 in the afternoon", "2026-11-25T16:00:00", ""),
        ("the baby naps at 1, so tell me to train at 13:05", "2026-11-26T13:05:00", "train"),
        ("remind my lazy self to do calf stretches at 3 pm", "2026-11-25T15:00:00", "do calf stretches"),
        ("could you remember me to train at 18h", "2026-11-25T18:00:00", "train"),
        ("don't let me forget my bridges tomorrow at 7", "2026-11-26T07:00:00", "my bridges"),
        ("set up the beginner reminder for me at noon", "2026-11-26T12:00:00", "beginner"),
        ("dm me at 12 with today's exercises", "2026-11-26T12:00:00", "today's exercises"),
        ("remind me to do 3 sets of 15 clams tomorrow at 6pm", "2026-11-26T18:00:00", "do 3 sets of 15 clams"),
        ("remind me to hold a 30 second plank on monday at 7", "2026-11-30T07:00:00", "hold a 30 second plank"),
        ("remind me at 6pm to pack for sunday", "2026-11-25T18:00:00", "pack for sunday"),
        ("remind me at 6pm to pack on sunday", "2026-11-29T18:00:00", "pack"),
        ("remind me tomorrow at 7 that the race is on sunday", "2026-11-26T07:00:00", "the race is on sunday"),
    ],
    ids=lambda value: value[:40],
)
def test_what_happens_once_is_read(text: str, once: str, about: str) -> None:
    assert asked(text) == Request(once=datetime.fromisoformat(f"{once}+00:00"), about=about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Remind me to do the Copenhagen Plank every monday at 7pm please?", "do the Copenhagen Plank"),
        ("remind me at 7pm to stretch, pls, thanks!!", "stretch"),
        ("remind me at 7pm that i should stretch", "stretch"),
        ("remind me that i need to do my calf raises at 8pm", "do my calf raises"),
        ("remind me tomorrow at 7 to stretch, i always forget", "stretch"),
        ("remind me at 7 i have physio", "i have physio"),
        ("remind me at 7 to be at the club", "be at the club"),
        ("remind me at 7pm to bring shoes, socks and gels", "bring shoes, socks and gels"),
        ("remind me at 9 tmrw 🙏 to stretch 🙏", "stretch"),
        ("<@123456> remind me at 7pm to <:muscle:12> ask <@99> or @Bob about\nshoes", "ask or about shoes"),
        ("@everyone remind me at 7pm to stretch @here", "stretch"),
        ("remind me at 7pm to check https://example.org/a?b=1", "check https://example.org/a?b=1"),
        ("remind me of squats at 4 lol", "squats"),
        ("reminder: stretch at 9pm", "stretch"),
        ("set a weekly reminder on mondays at 7", ""),
    ],
    ids=lambda value: value[:40],
)
def test_what_it_is_about_is_said_in_the_members_own_words(text: str, about: str) -> None:
    assert asked(text).about == about


def test_what_it_is_about_is_cut_at_a_word() -> None:
    about = asked(f"remind me at 7pm to {'stretch ' * 60}").about
    assert len(about) <= 200
    assert about.endswith("stretch…")


@pytest.mark.parametrize(
    ("text", "days", "day"),
    [
        ("remind me every day", EVERY_DAY, None),
        ("can you ping me daily", EVERY_DAY, None),
        ("remind me to stretch on tuesdays", {1}, None),
        ("alarm for lifting, mon and thu", {0, 3}, None),
        ("remind me tomorrow to stretch", None, date(2026, 11, 26)),
        ("remind me friday", None, date(2026, 11, 27)),
        ("remind me december 24 to rest", None, date(2026, 12, 24)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_days_without_a_time_miss_it(text: str, days: set[int] | None, day: date | None) -> None:
    found = asked(text)
    assert (found.missing, found.at, found.once) == ("time", None, None)
    assert (found.days, found.day) == (DayPattern(frozenset(days)) if days else None, day)


def test_without_a_zone_only_waits_are_certain() -> None:
    assert asked("remind me in 2h", zone=None) == asked("remind me in 2h")
    assert asked("remind me tomorrow at 6 to go", zone=None) == Request(about="go", needs_zone=True)
    daily = asked("remind me daily at 7", zone=None)
    assert (daily.days, daily.at, daily.needs_zone) == (DayPattern(frozenset(EVERY_DAY)), time(7), True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what are reminders?",
        "hello coach",
        "how do i do a hip thrust at 7 every day",
        "remind me to stretch",
        "remind me",
        "nag me",
        "remind me why i do this at 6am",
        "remind me what the usual suspects are",
        "remind me how it goes on monday",
        "tell me about hip thrusts on monday",
        "what reminders have i got set",
        "did i set a reminder for 7 already",
        "what time is my 7am reminder",
        "chnage my reminder to half 8",
        "my shift changed, move the reminder to 2pm",
        "turn my reminder off please",
        "cancel the morning ping",
        "stop messaging me every day",
        "pause my reminders until monday",
        "skip tomorrow's reminder, i'm racing",
        "don't ping me on sundays",
        "dont message me anymore at 7",
        "never remind me on rest days",
        "i don't want reminders on weekends",
        "when will you next ping me",
        "what times do you message me each day",
        "why did you ping me at 3",
        "my reminder didn't come this morning, is it still on",
        "morning prods do nothing for me, i'm an evening creature",
        "give me a heads up an hour before my session at 7",
        "if i haven't trained by friday, bug me",
        "remind me twice a week to do bridges",
        "grandad knees at 34, every staircase a reminder",
        "my push off vanished overnight after tennis, race in two weeks",
        "best alarm clock for 5am runs",
    ],
)
def test_what_asks_for_no_new_reminder_or_says_no_time_is_none(text: str) -> None:
    assert read_request(text, NOW, LONDON) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("remind me every other day at 7 to stretch", "“every other day” falls on other weekdays each week"),
        ("every third day, tell me to get the mat out", "“every third day” falls on other weekdays each week"),
        ("remind me every third friday at 7", "“every third friday” can mean two things"),
        ("remind me monthly to retest", "Say which day too with “monthly”"),
        ("remind me every 2 hours to drink", "I can't remind you as often as “every 2 hours”"),
        ("can you poke me at half six", "“half six” is 5:30 to some and 6:30 to others"),
        ("remind me every day at 25:00", "I don't know the time “25:00”"),
        ("remind me at 7am and 7pm to stretch", "That is more than one reminder"),
        ("remind me daily at 7 and 19", "That is more than one reminder"),
        ("remind me mon 7 and wed 8", "That is more than one reminder"),
        ("remind me mornings at 6 and evenings at 8", "That is more than one reminder"),
        ("remind me every weekday at 7 but weekends at 9", "That is more than one reminder"),
        ("remind me this saturday and sunday at 9", "That is more than one reminder"),
        ("remind me yesterday", "That day is past"),
        ("remind me today at 6am to run", "“today at 6am” is past"),
        ("remind me tomorrow morning at 7pm", "“at 7pm” is not in the morning"),
        ("remind me in 5 years to retire", "“in 5 years” is more than two years ahead"),
    ],
    ids=lambda value: value[:40],
)
def test_a_time_that_cannot_be_kept_is_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        read_request(text, NOW, LONDON)
    assert str(error.value).startswith(sentence)


WORDS = (
    "remind me|every|day|morning|at|7|pm|to|stretch|on|mon|and|fri|next|week|in|2|hours|set a|reminder|for"
    "|tomorrow|evening|the|first|of|month|24 dec|,|:|-|about|my|bridges|each|other|half|please|nudge"
)
words = st.sampled_from(WORDS.split("|"))


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(words, max_size=25).map(lambda some: f"remind me {' '.join(some)}")))
@pytest.mark.parametrize("zone", [LONDON, None], ids=str)
def test_whatever_is_said_is_read_or_answered_on_one_line(zone: str | None, text: str) -> None:
    answer = ""
    try:
        found = read_request(text, NOW, zone) or Request()
        assert found.once is None or found.once > NOW
        assert len(found.about) <= 200
    except UserError as error:
        answer = str(error)
    assert "\n" not in answer


pattern_words = st.sampled_from(["every day", "weekdays", "every tuesday", "mon and thu", "every other sunday"])
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@settings(deadline=None)
@given(pattern_words, times, st.sampled_from(["do my bridges", "stretch", "hold a 30 s plank"]), st.booleans())
def test_the_order_of_the_pieces_does_not_matter(days: str, at: time, about: str, time_first: bool) -> None:
    when = f"at {at:%H:%M} {days}" if time_first else f"{days} at {at:%H:%M}"
    found = asked(f"remind me {when} to {about}")
    assert found == asked(f"remind me to {about} {when}") == asked(f"{when} remind me to {about}")
    assert (found.at, found.about) == (at, about)
