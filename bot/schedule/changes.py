"""What a person may change about a rule: each a step from one rule to the next; and the end of a pause. Pure.

Words that cannot be read, and what makes no sense, are a `UserError` with one sentence that says what to do.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.errors import UserError
from bot.schedule.entry import Entry
from bot.schedule.moments import parse_date, parse_dates
from bot.schedule.phrases import parse_pattern, parse_time
from bot.schedule.rule import (
    Move,
    Occurrence,
    Rule,
    anchored,
    day_in_words,
    falls_on,
    local_day,
    local_time,
    moment_of,
    next_after,
    on_the_clock,
    once_at,
    upcoming,
)

NONE = "none"
"""What people write to take something away."""
_NEXT = frozenset({"", "next", "the next", "next one", "the next one"})
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def new_rule(days: str, at: str, zone: str, now: datetime) -> Rule:
    """The rule of days and a time in words, in the IANA zone `zone`; every so many weeks counts from the next."""
    return patterned(Rule(frozenset(range(7)), parse_time(at), zone), days, now)


def patterned(rule: Rule, days: str, now: datetime) -> Rule:
    """The same rule on other days; what was moved from days that it no longer has is forgotten.

    What came once comes again and again then.
    """
    pattern = parse_pattern(days)
    start = local_day(now, rule.zone) if pattern.every > 1 else None
    new = replace(rule, days=pattern.days, every=pattern.every, nth=pattern.nth, anchor=start, moves=(), once=None)
    new = anchored(new, now)
    return replace(new, moves=tuple(move for move in rule.moves if falls_on(new, move.day)))


def retimed(rule: Rule, at: time | None, zone: str | None, now: datetime) -> Rule:
    """The same rule at another wall-clock time, in another zone or both; what comes once must still be to come."""
    new = replace(rule, at=at or rule.at, zone=zone or rule.zone)
    if rule.once is None or (at is None and zone is None):
        return new
    was = local_time(rule.once, rule.zone)
    moment = moment_of(datetime.combine(was.date(), at or was.time()), new.zone)
    if moment <= now:
        raise UserError(f"{on_the_clock(moment, new.zone)} is over: choose a time that is still to come.")
    return once_at(moment, new.zone)


def seasoned(rule: Rule, first: str | None, last: str | None, now: datetime) -> Rule:
    """The same rule from and until a day in words; None leaves an end as it is, `NONE` takes it away."""
    if rule.once is not None and (first or last):
        raise UserError("It comes once only, so it has no season: give it days: first.")
    today = local_day(now, rule.zone)
    new = replace(rule, first=_end(first, rule.first, today), last=_end(last, rule.last, today))
    if new.first and new.last and new.last < new.first:
        raise UserError(
            f"That season ends on {day_in_words(new.last)}, before it begins on {day_in_words(new.first)}: "
            "write from: before until:."
        )
    if new.last and new.last < today:
        raise UserError(f"That season is over since {day_in_words(new.last)}: write a later day for until:.")
    return new


def alive(rule: Rule, now: datetime) -> Rule:
    """The rule itself; raises `UserError` when it has no date to come."""
    if next_after(rule, now) is None:
        raise UserError("Nothing would ever be posted: no date is left. Change the days, from:, until: or skip:.")
    return rule


def without(rule: Rule, dates: str, now: datetime) -> Rule:
    """The same rule without the dates in words, whether it falls on them or not."""
    return replace(rule, skips=rule.skips | parse_dates(dates, local_day(now, rule.zone)))


def quiet(rule: Rule, until: str, now: datetime) -> Rule:
    """The same rule with nothing before the day in words, which must be one to come; not even what was moved."""
    if rule.once is not None:
        raise UserError("It comes once only: move it with /schedule move, or pause it without until:.")
    return quiet_before(rule, day_to_come(until, local_day(now, rule.zone)))


def day_to_come(until: str, today: date) -> date:
    """The day in words at which a pause ends; raises `UserError` for one that is not after `today`."""
    day = parse_date(until, today)
    if day <= today:
        raise UserError(f"{day_in_words(day)} is not to come: write a later day for until:, such as next monday.")
    return day


def quiet_before(rule: Rule, day: date) -> Rule:
    """The same rule with nothing before a day, not even what was moved."""
    return replace(rule, quiet_until=day, moves=tuple(move for move in rule.moves if move.to.date() >= day))


def going_on(entry: Entry) -> Entry:
    """The entry without any pause."""
    return replace(entry, paused=None, rule=replace(entry.rule, quiet_until=None))


def skipped(rule: Rule, words: str, now: datetime) -> tuple[Rule, list[date]]:
    """The rule without "next" or the dates in words, and which of its days that takes away."""
    if rule.once is not None:
        raise UserError("It comes once only, so there is nothing to skip: end it with /schedule remove.")
    if words.strip().lower() in _NEXT:
        days = frozenset({the_next(rule, now).day})
    else:
        days = parse_dates(words, local_day(now, rule.zone))
    found = sorted({one.day for day in days if (one := occurrence_on(rule, day, now))})
    if not found:
        again = next((day for day in sorted(days) if day in rule.skips), None)
        if again:
            raise UserError(f"{day_in_words(again)} is skipped already; /schedule unskip brings it back.")
        raise UserError(_nothing_on(rule, min(days), now))
    whole = days if len(days) > 1 else frozenset[date]()
    return replace(rule, skips=rule.skips | whole | frozenset(found)), found


def unskipped(rule: Rule, words: str, now: datetime) -> tuple[Rule, list[date]]:
    """The rule with skipped dates in words, or the next of them, back again, and which those are."""
    today = local_day(now, rule.zone)
    coming = sorted(day for day in rule.skips if day >= today)
    if not coming:
        raise UserError("No date to come is skipped here, so there is nothing to bring back.")
    wanted = frozenset(coming[:1]) if words.strip().lower() in _NEXT else parse_dates(words, today)
    back = sorted(wanted & rule.skips)
    if not back:
        listed = ", ".join(map(day_in_words, coming[:5]))
        raise UserError(f"{day_in_words(min(wanted))} is not skipped. Skipped are: {listed}.")
    return replace(rule, skips=rule.skips - frozenset(back)), back


def moved(rule: Rule, words: str, to: str | None, at: str | None, now: datetime) -> tuple[Rule, Occurrence]:
    """The rule with one occurrence, "next" or a date in words, on another day, at another time or both.

    Moved to where it belongs, it is no longer moved. Also returns the occurrence as it was.
    """
    if to is None and at is None:
        raise UserError("Say where to move it: to: with a day such as tomorrow, time: such as 7pm, or both.")
    today = local_day(now, rule.zone)
    found = _wanted(rule, words, now)
    as_shown = found.moved or rule.once is not None
    was = local_time(found.at, rule.zone) if as_shown else datetime.combine(found.day, rule.at)
    wall = datetime.combine(parse_date(to, today) if to else was.date(), parse_time(at) if at else was.time())
    moment = moment_of(wall, rule.zone)
    if moment <= now:
        raise UserError(f"{on_the_clock(moment, rule.zone)} is over: move it to a time that is still to come.")
    if rule.once is not None:
        return once_at(moment, rule.zone), found
    rest = tuple(move for move in rule.moves if move.day != found.day)
    others = replace(rule, moves=rest, skips=rule.skips | {found.day})
    if next_after(others, moment - _MINUTE) == moment:
        raise UserError(f"There is one on {on_the_clock(moment, rule.zone)} already: skip this one instead.")
    usual = wall == datetime.combine(found.day, rule.at)
    new = replace(rule, moves=rest if usual else (*rest, Move(found.day, wall)))
    if next_after(new, moment - _MINUTE) != moment:
        raise UserError(
            f"It is paused on {on_the_clock(moment, rule.zone)}: move it to a later day, or use /schedule resume first."
        )
    return new, found


def the_next(rule: Rule, now: datetime) -> Occurrence:
    """The next occurrence; raises `UserError` when there is none."""
    found = upcoming(rule, now, 1)
    if not found:
        raise UserError("Nothing more is planned there: change its days or until: with /schedule edit.")
    return found[0]


def occurrence_on(rule: Rule, day: date, now: datetime) -> Occurrence | None:
    """The occurrence to come that belongs to a local day, or was moved to it."""
    moves = (Occurrence(moment_of(move.to, rule.zone), move.day, moved=True) for move in rule.moves)
    away = [one for one in moves if one.day == day and one.at > now and day not in rule.skips]
    start = moment_of(datetime.combine(day, time(0)), rule.zone) - _DAY
    near = upcoming(rule, max(now, start), 8)
    return next((one for one in [*away, *near] if day in (one.day, local_day(one.at, rule.zone))), None)


def _wanted(rule: Rule, words: str, now: datetime) -> Occurrence:
    if words.strip().lower() in _NEXT:
        return the_next(rule, now)
    day = parse_date(words, local_day(now, rule.zone))
    found = occurrence_on(rule, day, now)
    if found is None:
        raise UserError(_nothing_on(rule, day, now))
    return found


def _nothing_on(rule: Rule, day: date, now: datetime) -> str:
    dates = ", ".join(day_in_words(one.day) for one in upcoming(rule, now, 3))
    return f"There is nothing on {day_in_words(day)}. {f'The next are on {dates}.' if dates else 'It has ended.'}"


def _end(words: str | None, present: date | None, today: date) -> date | None:
    if words is None:
        return present
    return None if words.strip().lower() == NONE else parse_date(words, today)
