"""A wish travels in a `custom_id` and on its card, and comes back as it was."""

from datetime import UTC, datetime, time

import pytest

from bot.coach.voice import escaped
from bot.discord_app.remind_wish import Days, Moment, Said, When, Wish, moment_or_words, rule_in, wish_for, wish_on
from bot.errors import UserError
from bot.schedule.phrases import DayPattern, parse_pattern

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHANNEL = 18_446_744_073_709_551_615


@pytest.mark.parametrize(
    "when",
    [
        Days(parse_pattern("every day"), time(7)),
        Days(parse_pattern("every 12 weeks on sunday"), time(0, 5)),
        Days(DayPattern(frozenset(range(7)), 1, frozenset({1, 2, 3, 4, 5, -1})), time(23, 59)),
        Moment(NOW),
        Said("tomorrow *6pm*", NOW),
        Said("remind me tomorrow", NOW, whole=True, at=time(18)),
    ],
    ids=["every day", "every twelve weeks", "most of a month", "a moment", "words", "a sentence"],
)
@pytest.mark.parametrize("words", ["", "plain", "- 1. **bold** \\* [x](y) > z", "> quoted", "**a**: b"])
def test_a_wish_comes_back_as_it_was(when: When, words: str) -> None:
    wish = wish_for(when, words, None if words else "intermediate", CHANNEL)
    code = wish.code
    assert len(f"bl:zone:{CHANNEL}:{code}") <= 100
    card = f"> {wish.said}\n**Every day at 07:00**: {escaped(words)}\n\nIn which time zone?"
    assert wish_on(card, code) == wish


def test_a_card_that_lost_its_words_says_so() -> None:
    code = Wish(Moment(NOW), "text", "words").code
    with pytest.raises(UserError, match="cannot read on this message"):
        wish_on("something else", code)


def test_words_are_kept_only_where_the_zone_matters() -> None:
    assert moment_or_words("in 2h", NOW, None) == Moment(datetime(2026, 1, 1, 2, tzinfo=UTC))
    assert moment_or_words("tomorrow 6pm", NOW, None) == Said("tomorrow 6pm", NOW)
    assert moment_or_words("tomorrow 6pm", NOW, "UTC") == Moment(datetime(2026, 1, 2, 18, tzinfo=UTC))
    with pytest.raises(UserError):
        moment_or_words("when pigs fly", NOW, None)


def test_every_other_week_is_counted_from_the_first_day_to_come() -> None:
    rule = rule_in(Days(parse_pattern("every other tuesday"), time(7)), "Europe/London", NOW)
    assert str(rule.anchor) == "2026-01-06"


def test_two_things_at_once_are_refused() -> None:
    with pytest.raises(UserError, match=r"Choose one of about: and program:"):
        wish_for(Moment(NOW), "words", "runner", None)
