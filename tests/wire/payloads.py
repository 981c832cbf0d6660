"""What Discord says, as JSON: users, the club's server, its channels, messages and interactions."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

Json = dict[str, Any]

APP_ID = "1000000000000000001"
GUILD_ID = "2000000000000000001"
CHANNEL_ID = "3000000000000000001"
BOT_ROLE_ID = "4000000000000000001"
MEMBER_ID = "5000000000000000001"
CAPTAIN_ID = "5000000000000000002"
DM_ID = "6000000000000000001"
SESSION_LIMIT = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}

MEMBER_PERMISSIONS = 0x400 | 0x800 | 0x10000 | 0x80000000  # view, send, history, application commands
MANAGE_SERVER = 0x20
_EPOCH_MS = 1_420_070_400_000
_serial = count(1)


def snowflake() -> str:
    """A new id that carries the present time, as Discord's do."""
    passed = int(datetime.now(UTC).timestamp() * 1000) - _EPOCH_MS
    return str((passed << 22) + next(_serial))


def now() -> str:
    return datetime.now(UTC).isoformat()


def user(user_id: str = MEMBER_ID, name: str = "sam", *, bot: bool = False) -> Json:
    return {
        "id": user_id,
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


BOT = user(APP_ID, "Backline", bot=True) | {"verified": True, "mfa_enabled": False, "flags": 0}


def member(who: Json, *roles: str) -> Json:
    """Someone in the club's server."""
    return {
        "user": who,
        "roles": list(roles),
        "nick": None,
        "avatar": None,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def _role(role_id: str, name: str, permissions: int, *, managed: bool = False) -> Json:
    role = {"id": role_id, "name": name, "permissions": str(permissions), "managed": managed, "position": 0}
    return role | {"color": 0, "colors": {"primary_color": 0}, "hoist": False, "mentionable": False, "flags": 0}


def channel(channel_id: str = CHANNEL_ID, name: str = "training") -> Json:
    """A text channel of the club's server."""
    return {
        "id": channel_id,
        "guild_id": GUILD_ID,
        "type": 0,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "topic": None,
        "parent_id": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
    }


def dm_channel(who: Json) -> Json:
    return {"id": DM_ID, "type": 1, "recipients": [who], "last_message_id": None, "flags": 0}


def guild(guild_id: str, name: str, channels: list[Json]) -> Json:
    """A club's server as GUILD_CREATE brings it."""
    return {
        "id": guild_id,
        "name": name,
        "icon": None,
        "owner_id": CAPTAIN_ID,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [
            _role(guild_id, "@everyone", MEMBER_PERMISSIONS),
            _role(BOT_ROLE_ID, "Backline", MEMBER_PERMISSIONS, managed=True),
        ],
        "emojis": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": channels[0]["id"] if channels else None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": 3,
        "voice_states": [],
        "members": [member(BOT, BOT_ROLE_ID)],
        "channels": channels,
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "stickers": [],
        "soundboard_sounds": [],
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
    }


def application() -> Json:
    return {
        "id": APP_ID,
        "name": "Backline",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "summary": "",
        "verify_key": "00",
        "owner": user(CAPTAIN_ID, "captain"),
        "team": None,
        "flags": 0,
        "hook": True,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
    }


def message(author: Json, content: str, channel_id: str = CHANNEL_ID, **more: Any) -> Json:
    """A message as MESSAGE_CREATE brings it and as Create Message answers; `more` adds or replaces fields."""
    plain = {
        "id": snowflake(),
        "channel_id": channel_id,
        "author": author,
        "content": content,
        "timestamp": now(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
    }
    return plain | more


def interaction(kind: int, data: Json, who: Json, *, permissions: int = MEMBER_PERMISSIONS, **more: Any) -> Json:
    """An interaction in the club's channel: 2 a command, 3 a button or select, 4 autocomplete, 5 a modal."""
    there = {
        "id": snowflake(),
        "application_id": APP_ID,
        "type": kind,
        "data": data,
        "guild_id": GUILD_ID,
        "guild": {"id": GUILD_ID, "features": [], "locale": "en-US"},
        "channel_id": CHANNEL_ID,
        "channel": channel() | {"permissions": str(permissions)},
        "member": member(who) | {"permissions": str(permissions)},
        "token": f"interaction-{snowflake()}",
        "version": 1,
        "app_permissions": str(MEMBER_PERMISSIONS),
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": GUILD_ID},
        "context": 0,
        "attachment_size_limit": 10_485_760,
    }
    return there | more
