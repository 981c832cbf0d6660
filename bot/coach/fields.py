"""The templates there must be, and what each may name: `backline check` finds a misspelt one before a member does."""

_ANSWER = frozenset({"title", "passage", "sources", "whole", "instead"})

# what is handed to `Voice.say` with each; macros get all they need as arguments
NAMES: dict[str, frozenset[str]] = {
    "_entries": frozenset(),
    "_macros": frozenset(),
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
    "missed": frozenset({"row", "reason"}),
    "post_tip": frozenset({"title", "passage"}),
    "post_workout": frozenset({"text"}),
    "remind_added": frozenset({"row", "others"}),
    "remind_list": frozenset({"rows"}),
    "remind_stopped": frozenset({"row", "left"}),
    "remind_zone": frozenset({"time"}),
    "schedule_added": frozenset({"row"}),
    "schedule_exported": frozenset({"public", "count", "paused"}),
    "schedule_import": frozenset({"rows", "more", "present", "left_out"}),
    "schedule_imported": frozenset({"rows", "more", "troubles"}),
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
    "dates due local paused question stamp time where zone "
    # macros, and what Jinja itself brings
    "dose from line append first index last"
)
FIELDS = frozenset(_BEHIND_A_DOT.split())
