"""What a reminder is about, in the member's own words: what is left of a request once its time was read."""

import re

from bot.schedule.marks import MARK, tidy

_LONGEST = 200
_MARKUP = re.compile(r"<[^<>\s][^<>]{0,100}>|(?<!\w)@[^\W\d]\S*")
_LINK_TO_TIME = re.compile(
    rf"(?:\b(?:at|on|in|for|by|from|around|about|and|the|of|a)\s+){{0,3}}{MARK}(?:\s*{MARK}){{0,9}}", re.I
)
_OBLIGATION = (
    r"(?:so\s+)?(?:that\s+)?(?:i|we)\s+(?:should|must|need\s+to|have\s+to|ought\s+to|gotta|got\s+to|'ve\s+got\s+to)"
    r"|so\s+(?:that\s+)?i"
)
_SIGNS = r"[\s,.;:!?…–—\-\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+"
_BEGINNING = re.compile(
    rf"^(?:{_SIGNS}|(?:{_OBLIGATION}|it'?s\s+time\s+(?:to|for)|and|so|then|please|pls|plz|to|about|abt|regarding|for|of|that"
    r"|on|at|in|by|with|is|me|us|again|mate|kindly)(?=$|[\s,.;:!?]))",
    re.I,
)
_POLITE = (
    r"please|pls|plz|thanks(?:\s+(?:a\s+lot|so\s+much|in\s+advance))?|thank\s+(?:you|u)(?:\s+so\s+much)?|thankyou|thx|thnx|tnx|tysm"
    r"|ty|ta|cheers|mate|lol|haha|ok|okay|yeah|yea|xx+|and|that'?s|(?:would|will|could|can)\s+(?:you|ya|u)|for\s+me|kindly"
)
_ENDING = re.compile(rf"(?:{_SIGNS}|(?:^|(?<=[\s,.;:!?]))(?:{_POLITE}))$", re.I)
# the end of “would a nudge … be possible”, and asides of the one who asks
_ASIDE = re.compile(r"^(?:or|else|because|cos|cuz|bc|since|would|be)\b.*", re.I)
_LAST_ASIDE = re.compile(
    r"[,.;!?]\s*(?:i'?m|i'?d|i'?ll|i(?!\s+(?:should|must|need|have\s+to|gotta))|dear|or|else|because|cos|cuz)\b[^:]*$",
    re.I,
)
_KINDS = re.compile(r"^(?:(?:new|weekly|daily|regular|gentle|personal|private|friendly|little|small)\b[\s,;:]*)+", re.I)
_EMPTY = re.compile(
    r"(?:then|again|sharp|too|instead|privately|the\s+same\s+time|up|in|on|mate|coach|a|the|it|that|this|when|please)?",
    re.I,
)
_FORGOTTEN = re.compile(
    r"\b(?:forget(?:ting|s)?|skip(?:ping)?|miss(?:ing)?)\s+(?:to\s+|about\s+)?(?P<what>[^,.;!?]+?)"
    r"(?=\s*(?:[,.;!?]|\b(?:so|and|but)\b|\b(?:can|could|would|will)\s+(?:you|u)\b|$))",
    re.I,
)


def without_markup(text: str) -> str:
    """The text on one line without mentions, emoji codes and Discord's other markup."""
    return tidy(_MARKUP.sub(" ", text))


def about_words(head: str, tail: str, before: str) -> str:
    """What to say, from the words around the time, else from what is always forgotten; empty when nothing is named."""
    head = _KINDS.sub("", _cleaned(_LAST_ASIDE.sub("", head)))
    about = _cleaned(f"{head} {_LAST_ASIDE.sub('', tail)}") if tail.strip() else _ASIDE.sub("", head)
    if _EMPTY.fullmatch(about):
        found = _FORGOTTEN.search(_LINK_TO_TIME.sub(" ", before))
        about = _cleaned(found["what"]) if found else ""
    return _shortened(about)


def _cleaned(text: str) -> str:
    text = " ".join(_LINK_TO_TIME.sub(" ", text).split())
    for edge in (_BEGINNING, _ENDING):
        shorter = edge.sub("", text)
        while shorter != text:
            text, shorter = shorter, edge.sub("", shorter)
    return text


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    whole_words = text[: _LONGEST - 1].rsplit(" ", 1)[0]
    return f"{whole_words}…"
