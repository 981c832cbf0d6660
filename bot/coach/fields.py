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
    "club_long_run": frozenset({"day", "warnings"}),
    "club_show": frozenset({"numbers", "zone", "long_run", "answers"}),
    "club_timezone": frozenset({"zone"}),
    "exercise": frozenset({"exercise", "sources"}),
    "faq_list": frozenset({"rows"}),
    "faq_removed": frozenset({"number", "question"}),
    "faq_saved": frozenset({"number", "question", "answer", "ways"}),
    "missed": frozenset({"rows", "more", "paused"}),
    "post_digest": frozenset({"lines"}),
    "post_frame": frozenset({"ping", "opening", "body", "late", "snooze"}),
    "post_next": frozenset({"row"}),
    "post_text": frozenset({"text", "personal"}),
    "post_tip": frozenset({"title", "passage"}),
    "post_workout": frozenset({"text"}),
    "remind_added": frozenset({"row", "others", "in_server"}),
    "remind_back": frozenset({"rows"}),
    "remind_changed": frozenset({"row"}),
    "remind_list": frozenset({"rows", "continued", "zone", "own"}),
    "remind_missed": frozenset({"rows", "more", "paused"}),
    "remind_paused": frozenset({"rows", "until", "left"}),
    "remind_request": frozenset({"when", "about", "said", "row", "asks_time"}),
    "remind_resumed": frozenset({"rows", "problems"}),
    "remind_snoozed": frozenset({"row"}),
    "remind_stopped": frozenset({"row", "left"}),
    "remind_stopped_all": frozenset({"numbers", "rows"}),
    "remind_timezone": frozenset({"zone", "own"}),
    "remind_untold": frozenset({"rows"}),
    "remind_zone": frozenset({"when", "about", "said"}),
    "schedule_added": frozenset({"row", "warnings"}),
    "schedule_all_changed": frozenset({"count", "pausing", "until", "left", "problems"}),
    "schedule_ask_all": frozenset({"ids", "pausing", "until", "left"}),
    "schedule_ask_remove": frozenset({"row", "personal"}),
    "schedule_changed": frozenset({"did", "row", "warnings"}),
    "schedule_events": frozenset({"number", "shown"}),
    "schedule_exported": frozenset({"public", "count", "paused"}),
    "schedule_import": frozenset({"rows", "more", "present", "left_out"}),
    "schedule_imported": frozenset({"rows", "more", "troubles"}),
    "schedule_list": frozenset({"rows", "members", "continued"}),
    "schedule_posted": frozenset({"row", "result"}),
    "schedule_preview": frozenset({"row", "role"}),
    "schedule_removed": frozenset({"row"}),
    "schedule_show": frozenset({"row", "warnings"}),
    "schedule_status": frozenset({"rows", "alone", "continued"}),
    "smalltalk": _ANSWER,
    "two": frozenset({"both", "sources"}),
    "unheard": frozenset({"role", "me"}),
    "unknown": frozenset({"blank", "near", "examples", "options"}),
    "workout": frozenset({"workout", "sources"}),
}

# what may stand behind a dot, in whichever template
_BEHIND_A_DOT = (
    # of knowledge: passages, exercises, programs, doses, signs and numbers to call
    "about act advice after aspects audience day days detail differ emergency id instead lines metres name names note "
    "notes numbered own borrowed per program reps rest seconds sections sets short slot steps tempo tier title "
    # of entries: reminders and posts
    "again by_hand captain dates due finished late link local moves opening patience paused private question "
    "quiet reason results role skips stamp state text troubles when where zone "
    # macros, and what Jinja itself brings
    "append coming dose first from index last line listed notes particulars result short_dates staying waits what"
)
FIELDS = frozenset(_BEHIND_A_DOT.split())
