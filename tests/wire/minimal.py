"""The smallest bot on our base class: one command, and "pong" to a mention; the tests of serving run it."""

import asyncio
import os
import sys
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import logs
from bot.discord_app.endpoint import ReachableBot
from bot.discord_app.serving import serve
from bot.errors import SettingsError
from bot.settings import read_settings


class Minimal(ReachableBot):
    """Pauses and time-outs come from the environment here, and only here, so that the tests need not wait."""

    def __init__(self, **options: Any) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        timeout = float(os.environ.get("HEARTBEAT_TIMEOUT", "60"))
        super().__init__(commands.when_mentioned, intents=intents, heartbeat_timeout=timeout, **options)
        self.identify_gap = float(os.environ.get("IDENTIFY_GAP", "0"))
        self.tree.add_command(app_commands.Command(name="ping", description="Answers pong", callback=_ping))
        self.set_up = 0

    async def setup_hook(self) -> None:
        self.set_up += 1
        print(f"set up {self.set_up}", flush=True)  # noqa: T201
        await super().setup_hook()

    async def on_message(self, message: discord.Message, /) -> None:
        if self.user in message.mentions and not message.author.bot:
            await message.reply("pong", nonce=f"r{message.id}")

    async def on_ready(self) -> None:
        print("ready", flush=True)  # noqa: T201

    async def on_shard_disconnect(self, shard_id: int) -> None:
        print(f"shard {shard_id} disconnected", flush=True)  # noqa: T201


@app_commands.describe(loudly="In capitals")
async def _ping(interaction: discord.Interaction, loudly: bool = False) -> None:
    await interaction.response.send_message("PONG" if loudly else "pong")


async def main() -> None:
    settings = read_settings()
    logs.configure(settings.log_level)
    shards = os.environ.get("SHARDS")
    client = Minimal(shard_count=int(shards)) if shards else Minimal()
    pauses = tuple(float(pause) for pause in os.environ.get("PAUSES", "0.05,0.1,0.2").split(","))
    await serve(client, settings.discord_token.get_secret_value(), settings.discord_api_url, pauses=pauses)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
