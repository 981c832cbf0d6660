"""Why the coach said what it said: what a message names, what it may mean, what the gate found, how it was decided."""

from collections.abc import Iterator

from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.reading import Reader, Reading, Reads
from bot.coach.reply import Reply


def explained(coach: Coach, text: str, reply: Reply) -> str:
    """The reading of a message at the start of a talk, in lines for a terminal."""
    reading = coach.reader.read(text, Conversation())
    lines = (*_named(coach.reader, text, reading), *_candidates(reading), *_gate(coach, text, reading))
    return "\n".join((*lines, _decision(reply)))


def _named(reader: Reads, text: str, reading: Reading) -> Iterator[str]:
    named = reading.named
    if named.words:
        yield f"read as      {named.words}"
    details = reader.entities.details(text) if isinstance(reader, Reader) else None
    names = ("exercises", "programs", "muscles", "equipment", "weekdays", "figures")
    for name in names:
        if found := getattr(named, name, None) or getattr(details, name, None):
            yield f"{name:<13}{', '.join(found)}"


def _candidates(reading: Reading) -> Iterator[str]:
    if not reading.learned:
        yield "by words     without the trained model"
    for n, each in enumerate(reading.candidates[:6]):
        what = " ".join(filter(None, (each.topic, each.aspect, each.program, each.sign)))
        yield f"{'candidates' if n == 0 else '':<13}{each.confidence:.3f}  {what}"
    if reading.nearest:
        yield f"nearest      {reading.familiar:.2f}  “{reading.nearest.text}” ({reading.nearest.label})"


def _gate(coach: Coach, text: str, reading: Reading) -> Iterator[str]:
    sign = coach.gate.check(text)
    yield f"gate, words  {f'{sign.id} ({sign.tier})' if sign else 'no sign'}"
    alarm, _ = coach.gate.weigh(text, (), reading, lambda rest: coach.reader.read(rest, Conversation()))
    yield f"gate         {f'{alarm.topic} ({alarm.confidence:.2f})' if alarm else 'no alarm'}"


def _decision(reply: Reply) -> str:
    what = " ".join(filter(None, (reply.topic, reply.aspect, reply.program)))
    offered = ", ".join(option.title for option in reply.options)
    return f"decision     {reply.kind} {what} ({reply.confidence:.2f}){f'; offered: {offered}' if offered else ''}"
