"""Whether a sentence asks for a new reminder, and which words of it do the asking.

“remind me”, “poke me”, “set a reminder”, “don't let me forget” ask. Questions about reminders, and words about one
that is there already (“stop”, “move my reminder”), do not.
"""

import re
from dataclasses import dataclass

from bot.schedule.dayphrases import nearest


@dataclass(frozen=True, slots=True)
class Ask:
    """A sentence that asks: what stands before the asking words, and what follows them."""

    before: str
    after: str


_ME = r"(?:me|us|myself|my\s+(?:\w+\s+)?(?:self|bum|butt|ass|arse))"
_STRONG = (
    r"remind|ping|poke|nudge|buzz|prod|wake|chase|bug|nag|tap|pester|alert|notify|dm|message|msg|text"
    r"|shout\s+at|yell\s+at"
)
# These ask for something else as often: they count only before a time or “to”.
_WEAK = r"tell|ask|write|call|hit|bully|let\s+me\s+know"
_TIME_AHEAD = r"at|in|on|every|each|daily|tomorrow|tmrw|tonight|by|around|mon|tue|wed|thu|fri|sat|sun"
_REMINDER = r"reminders?"
_NUDGE = r"alarm|nudge|ping|poke|prod|dm|alert|wake-?\s?up\s+call"
_CALL = rf"{_NUDGE}|shout|buzz|heads[\s-]up|messages?|texts?|kick(?:\s+up\s+the\s+\w+)?|push|prompt|bleep|tap"
_NO_KIND = r"an?|the|another|some|new|set|add|create|make|give|gizza|send|need|want|put|please|can|could|up"
_KIND = rf"(?P<kind>(?:(?!(?:{_NO_KIND})\b)[\w:.,/&'-]+\s+){{0,4}}?)"
_AN = r"(?:an?|another|some|new)(?:\s+(?:new|gentle|little|quick|friendly|personal|regular|small))*"
_SET = r"(?:set\s+(?:up\s+)?(?:the|my)|set|add|create|make|gizza)"
_WANT = r"give|gimme|drop|send|want|need|would|i'?d|set|add|schedule|put|(?:can|could|may)\s+i\s+(?:have|get)"
_NO_NUDGE = rf"(?!\s*['-]|\s+(?:{_ME}|clock|bell|goes|went)\b)"
_ASKS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b(?:{_STRONG})\s+(?:please\s+|pls\s+)?{_ME}\b(?:\s+up\b|\s+on\s+the\s+shoulder\b)?",
        rf"\bremind(?=\s+(?:{_TIME_AHEAD})\b)|\breminding\s+{_ME}\b",
        rf"\bremember\s+me\b(?=\s+(?:to|{_TIME_AHEAD})\b)|\bhelp\s+me\s+(?:to\s+)?remember\b",
        r"\b(?:don'?t|do\s+not|never)\s+let\s+me\s+(?:forget|skip|slack)\b",
        rf"\b(?:{_WEAK})(?:(?<=know)|\s+{_ME}(?:\s+up)?)\b(?=\s+(?:to|{_TIME_AHEAD})\b)",
        # what kind it is tells as much as what follows: “a daily reminder”, “a stretching reminder”
        rf"(?:^\W*(?:new\s+)?|\b(?:{_AN}|{_SET})\s+){_KIND}{_REMINDER}\b(?!\s*['-]|\s+{_ME}\b)(?:\s+(?:in|up)(?=\s+for\b))?",
        rf"(?:^\W*(?:new\s+)?|\b{_SET}\s+){_KIND}(?:{_NUDGE})\b{_NO_NUDGE}",
        rf"\b(?:{_WANT})\b[^.!?]{{0,40}}?\b{_AN}\s+{_KIND}(?:{_CALL})\b{_NO_NUDGE}",
    )
)
_THING = r"(?:reminders?|alarms?|nudges?|pings?|pokes?|prods?|dms?|alerts?|buzz|messages?|notifications?)"
_MANAGE = (
    r"stop|cancel|delete|remove|erase|clear|kill|bin|scrap|drop|pause|hold|mute|skip|snooze|silence|disable|unsubscribe|annul"
    r"|change|move|shift|swap|edit|adjust|tweak|update|postpone|push|bump|resume|restart|bring|list|show|view|confirm"
    r"|turn|switch|no\s+more|enough|rid\s+of|fewer|quit"
)
_DOING = rf"(?:{_STRONG}|tell|reminding|pinging|poking|nudging|messaging|texting|buzzing|nagging)"
_NO_ASKS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b(?:{_MANAGE})(?:\s+[\w']+){{0,3}}?\s+{_THING}\b",
        rf"\b(?:stop|quit|don'?t|do\s+not|never|not|no\s+need)\s+(?:(?:you|ever|want|need|to|please|keep)\s+){{0,2}}?{_DOING}\b",
        rf"\b(?<!set\s)(?<!up\s)(?:my|your|that|this|which|what|any|those|these)\s+(?:\w+\s+){{0,2}}?{_THING}\b",
        rf"\b{_THING}\s*:?\s*(?:off|on\s*$|back|zone|do|does|don|didn|did|is|are|was|were|has|have|show|list)\b",
        # what depends on something else than the clock cannot be kept
        r"\b(?:unless|whenever|every\s+time|if\s+i(?:'ve|\s+have)?(?:n'?t|\s+not|\s+haven'?t|\s+don'?t|\s+didn'?t))\b",
        rf"\b(?:when|why|what\s+times?|how\s+often|did|do|does|are)\s+(?:\w+\s+){{0,3}}?you\s+(?:\w+\s+)?{_DOING}\b",
        r"^\W*(?:what|which|when|where|how(?!\s+about)|why|who|should\s+i)\b",
    )
)
_REMIND_WHAT = re.compile(r"^\W*(?:again\s+)?(?:why|what|how|which|who|where|when|whether)\b", re.I)
_LONG_WORD = re.compile(r"\br[a-z]{4,9}\b", re.I)
_REMIND = ["remind", "reminder", "reminders", "reminding"]


def find_ask(text: str) -> Ask | None:
    """The two sides of the words that ask for a reminder; None when nothing asks for one."""
    text = _mended(text)
    if any(form.search(text) for form in _NO_ASKS):
        return None
    found = min(filter(None, (form.search(text) for form in _ASKS)), key=lambda one: one.start(), default=None)
    if found is None or _REMIND_WHAT.match(text[found.end() :]):
        return None
    kind = found.groupdict().get("kind")
    after = text[found.end() :]
    return Ask(text[: found.start()], f"{kind.strip()}; {after}" if kind else after)


def _mended(text: str) -> str:
    """“remimd me” as “remind me”, where the word is not there already."""
    return text if re.search(r"\bremind", text, re.I) else _LONG_WORD.sub(_mended_word, text)


def _mended_word(match: re.Match[str]) -> str:
    word = match[0].lower()
    return match[0] if word in {"remain", "remainder", "rewind"} else nearest(word, _REMIND, 0.8) or match[0]
