"""/schedule: what a captain has posted to the club's channels, put together."""

from typing import TYPE_CHECKING

from discord import app_commands

from bot.discord_app import exchange_commands, schedule_exceptions, schedule_posting, schedule_showing
from bot.discord_app.captains import captains_group, captains_subgroup
from bot.discord_app.schedule_adding import add
from bot.discord_app.schedule_contents import program_choices
from bot.discord_app.schedule_editing import edit
from bot.discord_app.schedule_pausing import LeaveAllButton, PauseAllButton, ResumeAllButton
from bot.discord_app.schedule_removing import BackButton, KeepButton, RemoveButton, remove
from bot.discord_app.schedule_resuming import ResumeButton

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

BUTTONS = (ResumeButton, RemoveButton, KeepButton, BackButton, PauseAllButton, ResumeAllButton, LeaveAllButton)


def schedule_group(client: "BacklineClient") -> app_commands.Group:
    """`/schedule` with all below it; only members with Manage Server see and may use it."""
    programs = program_choices(client)
    group = captains_group(
        "schedule",
        "Workouts and reminders posted to a channel",
        (app_commands.choices(program=programs)(add), "add", "Post workouts, reminders or your own words to a channel"),
        (schedule_showing.show_list, "list", "What is scheduled here, with the next dates"),
        (schedule_showing.show, "show", "Everything about one scheduled post"),
        (
            app_commands.choices(program=programs)(edit),
            "edit",
            "Change a scheduled post: its time, days, channel, role or text",
        ),
        (schedule_exceptions.pause, "pause", "Post nothing for a while"),
        (schedule_exceptions.resume, "resume", "Let a paused post go on"),
        (schedule_exceptions.skip, "skip", "Leave out the next post, or the one on a date"),
        (schedule_exceptions.unskip, "unskip", "Bring a skipped date back"),
        (schedule_exceptions.move, "move", "Post the next one at another time, this once"),
        (remove, "remove", "End a scheduled post"),
        (schedule_posting.preview, "preview", "See what the next post will look like, for you alone"),
        (schedule_showing.status, "status", "How the last posts went, and whether the next ones can"),
        *exchange_commands.commands(),
    )
    group.add_command(
        captains_subgroup("post", "Outside the schedule", (schedule_posting.post_now, "now", "Post it at once"))
    )
    return group
