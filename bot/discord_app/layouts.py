"""Texts as messages: a container with the text and, under it, rows of buttons and selects (Components V2)."""

from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

LONGEST = 3900
CALM = discord.Colour(0x2E8B57)
WARNING = discord.Colour(0xC0392B)


def fitted(text: str, limit: int = LONGEST) -> str:
    """The text cut to at most `limit` characters: at a paragraph, else a line, else a word, and marked as cut."""
    if len(text) <= limit:
        return text
    room = text[: limit - 2]
    for mark in ("\n\n", "\n", " "):
        at = room.rfind(mark)
        if at > limit // 2:
            return f"{room[:at].rstrip()}\n…" if mark != " " else f"{room[:at].rstrip()} …"
    return f"{room}…"


def card(text: str, *rows: ui.ActionRow[Any], warning: bool = False) -> ui.LayoutView:
    """A message with this text and these rows; its components outlive the process (they are `DynamicItem`s)."""
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=WARNING if warning else CALM)
    container.add_item(ui.TextDisplay(fitted(text)))
    if rows:
        container.add_item(ui.Separator())
    for row in rows:
        container.add_item(row)
    view.add_item(container)
    return view


async def show_alone(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer an interaction for its person alone, whether or not it was acknowledged before."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def answer_in_pages(interaction: discord.Interaction, pages: Iterable[ui.LayoutView]) -> None:
    """Answer an interaction with one message after the other, for that person alone."""
    for page in pages:
        await show_alone(interaction, page)


def label(text: str, limit: int = 80) -> str:
    """A title short enough for a button (80 characters) or a choice (100)."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
