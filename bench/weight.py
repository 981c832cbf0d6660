"""What a process holds: the whole bot with a thousand servers, with the encoder and without it.

`python -m bench.weight on|off`, a process of its own, prints the resident memory in MiB once all is built and some
questions are answered.
"""

import sys
from datetime import UTC, datetime
from typing import Any

SERVERS, CHANNELS = 1000, 12


def main(encoder: str) -> None:
    """Build the bot as `serve` does, give it its servers, ask, and print what the process holds."""
    import discord

    from bot import app
    from bot.coach.conversation import Conversation
    from bot.settings import Settings

    settings = Settings(encoder="on" if encoder == "on" else "off")
    coach = app.open_coach(settings)
    app.learn(coach)
    nobody: Any = _NoStore()
    client: Any = app.build_client(coach, nobody)
    for number in range(SERVERS):
        channels = [
            {"id": str(10**9 + number * 100 + n), "type": 0, "name": f"channel-{n}", "position": n, "parent_id": None,
             "permission_overwrites": [], "nsfw": False, "topic": None}
            for n in range(CHANNELS)
        ]  # fmt: skip
        data: Any = {
            "id": str(10**6 + number), "name": f"Club {number}", "channels": channels, "roles": [], "members": [],
            "emojis": [], "stickers": [], "features": [], "owner_id": "1", "member_count": 80, "threads": [],
        }  # fmt: skip
        client._connection._add_guild(discord.Guild(data=data, state=client._connection))
    for text in ("how do i do a hip thrust", "can i train every day", "my calf is hot and swollen", "hi"):
        coach.reply(text, Conversation(), datetime.now(UTC))
    sys.stdout.write(f"{_resident():.0f}\n")


class _NoStore:
    """A store that is never asked."""

    def __getattr__(self, name: str) -> Any:
        return None


def _resident() -> float:
    """What the process holds now; where the system does not tell, the most that it ever held."""
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as status:
            return int(status.read().split()[1]) * resource.getpagesize() / 2**20
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main(sys.argv[1])
