"""The templates there must be, and what each may name: `backline check` finds a misspelt one before a member does."""

_ANSWER = frozenset({"title", "passage", "sources", "whole", "instead"})

# what is handed to `Voice.say` with each; macros get all they need as arguments
NAMES: dict[str, frozenset[str]] = {
    "_entries": frozenset(),
    "_macros": frozenset(),
    "_reminders": frozenset(),
    "action": frozenset({"action", "program", "programs"}),
    "answer": _ANSWER,
    "caution": _ANSWER | {"numbers"},
    "caution_sign": frozenset({"sign", "tier", "numbers"}),
    "clarify": frozenset({"options", "buttons"}),
    "club_answer": frozenset({"title", "answer", "source"}),
    "club_country": frozenset({"numbers"}),
    "club_show": frozenset({"numbers", "zone", "answers"}),
    "club_timezone": frozenset({"zone"}),
    "exercise": frozenset({"exercise", "sources"}),
    "faq_list": frozenset({"rows"}),
    "faq_removed": frozenset({"number", "question"}),
    "faq_saved": frozenset({"number", "question", "answer", "ways"}),
    "missed": frozenset({"rows", "more"}),
    "post_digest": frozenset({"lines"}),
    "post_frame": frozenset({"ping", "opening", "body", "late"}),
    "post_next": frozenset({"row"}),
    "post_text": frozenset({"text", "personal"}),
    "post_tip": frozenset({"title", "passage"}),
    "post_workout": frozenset({"text"}),
    "remind_added": frozenset({"row", "others"}),
    "remind_back": frozenset({"rows"}),
    "remind_changed": frozenset({"row"}),
    "remind_list": frozenset({"rows", "continued"}),
    "remind_paused": frozenset({"rows", "until", "left"}),
    "remind_request": frozenset({"when", "about", "said", "row", "asks_time"}),
    "remind_resumed": frozenset({"rows", "problems"}),
    "remind_snoozed": frozenset({"row"}),
    "remind_stopped": frozenset({"row", "left"}),
    "remind_stopped_all": frozenset({"numbers", "rows"}),
    "remind_untold": frozenset({"rows"}),
    "remind_zone": frozenset({"when", "about", "said"}),
    "schedule_added": frozenset({"row"}),
    "schedule_list": frozenset({"rows"}),
    "schedule_removed": frozenset({"row"}),
    "smalltalk": _ANSWER,
    "two": frozenset({"both", "sources"}),
    "unheard": frozenset(),
    "unknown": frozenset({"blank", "near", "examples", "options"}),
    "workout": frozenset({"workout", "sources"}),
}

# what may stand behind a dot, in whichever template
_BEHIND_A_DOT = (
    # of knowledge: passages, exercises, programs, doses, signs and numbers to call
    "about act advice after aspects audience day days detail differ emergency id instead lines metres name names note "
    "notes numbered own borrowed per program reps rest seconds sections sets short slot steps tempo tier title "
    # of entries: reminders and posts
    "again dates due local paused private question reason stamp time when where zone "
    # macros, and what Jinja itself brings
    "dose from line listed waits what append first index last"
)
FIELDS = frozenset(_BEHIND_A_DOT.split())
