"""When something shall happen once: what a sentence says about it, put together into one moment in UTC."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.schedule.clocks import Clock, find_clock, find_part, is_over, time_of, usual_time
from bot.schedule.dates import Day, find_day
from bot.schedule.echo import echo
from bot.schedule.rule import local_day, moment_of
from bot.schedule.waits import Wait, after, day_after, find_wait

FURTHEST = timedelta(days=731)
_DAY = timedelta(days=1)
_END_OF_NIGHT = 6


@dataclass(frozen=True, slots=True)
class When:
    """The pieces of one moment, as far as they were said: a wait, a day, a part of the day, a time."""

    words: str
    wait: Wait | None = None
    day: Day | None = None
    part: str | None = None
    clock: Clock | None = None

    @property
    def said(self) -> bool:
        """Whether anything at all was said."""
        return any((self.wait, self.day, self.part, self.clock))

    @property
    def has_time(self) -> bool:
        """Whether the time of day is known."""
        waits_by_the_clock = self.wait is not None and not self.day
        return waits_by_the_clock or any((self.clock, self.part, self.day and self.day.part))


def read_when(text: str, today: date, *, slashes: bool = True) -> tuple[When, str]:
    """What the text says about one moment, and the text without it; raises `UserError` for what cannot be."""
    wait, rest = find_wait(text)
    day, rest = (None, rest) if wait else find_day(rest, today, slashes=slashes)
    part, rest = find_part(rest)
    clock, rest = find_clock(rest)
    return When(text, wait, day, part, clock), rest


def moment_of_when(when: When, now: datetime, zone: str) -> datetime:
    """The first moment after `now` that fits, in UTC; raises `UserError` with what is missing, past or too far."""
    if when.wait and not (when.clock or when.part):
        found = after(when.wait, now, zone)
        if found <= now:
            raise UserError(_past(when, 0))
        return not_too_far(found, now, when.words)
    part = when.part or (when.day.part if when.day else None)
    at, later_days = _time(when, part)
    today = local_day(now, zone)
    for day, wall in _walls(when, at, today, lone=part is None):
        nights = (0, later_days) if later_days and _is_still_night(now, zone, day == today) else (later_days,)
        for days in nights:
            found = moment_of(datetime.combine(day + days * _DAY, wall), zone)
            if found > now:
                return not_too_far(found, now, when.words)
    raise UserError(_past(when, now.astimezone(ZoneInfo(zone)).hour))


def not_too_far(moment: datetime, now: datetime, words: str) -> datetime:
    """The same moment; a `UserError` when it is more than two years ahead."""
    if moment - now > FURTHEST:
        raise UserError(f"“{echo(words)}” is more than two years ahead: write a nearer date.")
    return moment


def _time(when: When, part: str | None) -> tuple[time, int]:
    if when.wait and not when.wait.on_the_calendar:
        raise UserError(f"“{echo(when.words)}” is a wait and a time: write one of them, such as in 2h or tomorrow 6pm.")
    if when.clock and when.clock.is_midnight and when.day and part is None:
        raise UserError("Midnight can be either end of that day: write 00:00 or 23:59.")
    if when.clock:
        return time_of(when.clock, part)
    if part:
        return usual_time(part), 0
    raise UserError(f"Say the time too: write such as “{echo(when.words)} at 18:00”.")


def _walls(when: When, at: time, today: date, *, lone: bool) -> Iterator[tuple[date, time]]:
    """Days and wall-clock times that fit, the earliest first; a bare “4” is the afternoon once the morning is over."""
    bare = when.clock is not None and when.clock.bare and lone
    if when.wait:
        yield day_after(when.wait, today), at
    elif when.day is None or (when.day.date == today and not when.day.rolls):
        yield today, at
        if bare and when.clock:
            yield today, when.clock.later
        if when.day is None:
            yield from ((today + days * _DAY, at) for days in (1, 2))
    else:
        yield when.day.date, at
        if when.day.rolls:
            yield when.day.date + when.day.rolls * _DAY, at


def _is_still_night(now: datetime, zone: str, is_today: bool) -> bool:
    return is_today and now.astimezone(ZoneInfo(zone)).hour < _END_OF_NIGHT


def _past(when: When, hour: int) -> str:
    part = when.day.part if when.day and not when.clock else None
    if part and not is_over(part, hour):
        return f"“{echo(when.words)}” has begun: write the time too, such as today 21:00."
    return f"“{echo(when.words)}” is past: write a time that is still to come, such as tomorrow 6pm."
