"""The REST half of the Discord stub: what each route answers, and the messages and commands it keeps."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from . import payloads
from .nonces import Nonces
from .payloads import Json
from .places import Answer, Places

_UNKNOWN_MESSAGE: Answer = (404, {"message": "Unknown Message", "code": 10008})
_UNKNOWN: Answer = (404, {"message": "404: Not Found", "code": 0})
_MARK = "backline-"  # before the delivery's id in a nonce


class World:
    """The clubs' servers as the API shows them."""

    def __init__(self) -> None:
        self.commands: list[Json] = []
        self.messages: dict[str, list[Json]] = {}  # by channel, oldest first
        self.events: dict[str, Json] = {}
        self.replies: dict[str, Json] = {}  # the first answer to an interaction, by its token
        self.places = Places()
        self.nonces = Nonces()
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("GET", _path("/users/@me"), lambda **_: (200, payloads.BOT)),
            ("GET", _path("/users/{user}"), lambda user, **_: (200, payloads.user(user))),
            ("GET", _path("/oauth2/applications/@me"), lambda **_: (200, payloads.application())),
            ("GET", _path("/applications/@me"), lambda **_: (200, payloads.application())),
            ("GET", _path("/gateway"), lambda **_: _UNKNOWN),
            ("PUT", _path("/applications/{app}/commands"), self._register),
            ("GET", _path("/applications/{app}/commands"), lambda **_: (200, self.commands)),
            ("POST", _path("/users/@me/channels"), self._open_direct),
            ("GET", _path("/channels/{channel}"), lambda channel, **_: self.places.show(channel)),
            ("POST", _path("/channels/{channel}/typing"), lambda **_: (204, None)),
            ("POST", _path("/channels/{channel}/messages"), self._post),
            ("GET", _path("/channels/{channel}/messages"), self._history),
            ("GET", _path("/channels/{channel}/messages/{message}"), self._message),
            ("PATCH", _path("/channels/{channel}/messages/{message}"), self._edit),
            ("GET", _path("/guilds/{guild}"), lambda guild, **_: (200, self.places.guild(guild))),
            ("GET", _path("/guilds/{guild}/members/{user}"), self._member),
            ("POST", _path("/interactions/{id}/{token}/callback"), self._callback),
            ("GET", _path("/webhooks/{app}/{token}/messages/@original"), self._original),
            ("PATCH", _path("/webhooks/{app}/{token}/messages/@original"), self._edit_original),
            ("DELETE", _path("/webhooks/{app}/{token}/messages/@original"), lambda **_: (204, None)),
            ("POST", _path("/webhooks/{app}/{token}"), self._follow_up),
            ("POST", _path("/guilds/{guild}/scheduled-events"), self._event),
            ("PATCH", _path("/guilds/{guild}/scheduled-events/{event}"), self._event),
            ("DELETE", _path("/guilds/{guild}/scheduled-events/{event}"), self._end_event),
        ]

    def answer(self, method: str, path: str, body: Any, query: dict[str, str]) -> Answer:
        """What Discord answers: a status and JSON."""
        for wanted, pattern, work in self._routes:
            if wanted == method and (found := pattern.fullmatch(path)):
                return work(body=body, query=query, **found.groupdict())
        return _UNKNOWN

    def invocation(self, command: str, options: Json) -> Json:
        """The data of an interaction that uses a registered command; raises `LookupError` for an unknown one."""
        name, *inner = command.split()
        registered = next((c for c in self.commands if c["name"] == name), None)
        if registered is None:
            raise LookupError(f"/{name} is not registered; there are: {[c['name'] for c in self.commands]}")
        node, nested = registered, []
        for part in inner:
            node = next(o for o in node.get("options", []) if o["name"] == part)
            nested.append(node)
        kinds = {o["name"]: o["type"] for o in node.get("options", [])}
        given = [{"name": key, "type": kinds[key], "value": value} for key, value in options.items()]
        for part in reversed(nested):
            given = [{"name": part["name"], "type": part["type"], "options": given}]
        return {"id": registered["id"], "name": name, "type": 1, "options": given}

    def _register(self, body: list[Json], app: str, **_: Any) -> Answer:
        defaults = {"type": 1, "description": "", "default_member_permissions": None, "nsfw": False}
        kept = {"application_id": app, "version": payloads.snowflake()}
        self.commands = [defaults | command | kept | {"id": payloads.snowflake()} for command in body]
        return 200, self.commands

    def deliveries(self) -> Counter[str]:
        """How many messages there are of each delivery, known by the nonce, which must stand in a component too."""
        ours = [m for kept in self.messages.values() for m in kept if str(m.get("nonce", "")).startswith(_MARK)]
        found = [(str(m["nonce"]).removeprefix(_MARK), m) for m in ours]
        assert all(any(delivery in custom_id for custom_id in custom_ids(m)) for delivery, m in found)
        return Counter(delivery for delivery, _ in found)

    def _open_direct(self, body: Json, **_: Any) -> Answer:
        return 200, self.places.open_direct(str(body["recipient_id"]))

    def _post(self, body: Json, channel: str, **_: Any) -> Answer:
        if refused := self.places.refusal(channel, writing=True):
            return refused
        nonce = body.get("nonce")
        if body.get("enforce_nonce") and (first := self.nonces.first(channel, str(nonce))):
            return (200, first) if self._find(channel, first["id"]) else _UNKNOWN_MESSAGE
        made = payloads.message(payloads.BOT, body.get("content") or "", channel)
        made |= {key: body[key] for key in ("components", "embeds", "flags", "nonce") if body.get(key) is not None}
        if reference := body.get("message_reference"):
            made |= {"type": 19, "message_reference": reference | {"channel_id": channel}}
        self.messages.setdefault(channel, []).append(made)
        if nonce is not None:
            self.nonces.keep(channel, str(nonce), made)
        return 200, made

    def _history(self, channel: str, query: dict[str, str], **_: Any) -> Answer:
        if refused := self.places.refusal(channel, writing=False):
            return refused
        kept = self.messages.get(channel, [])
        if before := query.get("before"):
            kept = [m for m in kept if int(m["id"]) < int(before)]
        limit = int(query.get("limit", 50))
        if after := query.get("after"):
            kept = [m for m in kept if int(m["id"]) > int(after)][:limit]
        return 200, kept[::-1][:limit]

    def _find(self, channel: str, message: str) -> Json | None:
        return next((m for m in self.messages.get(channel, []) if m["id"] == message), None)

    def _message(self, channel: str, message: str, **_: Any) -> Answer:
        found = self._find(channel, message)
        return (200, found) if found else _UNKNOWN_MESSAGE

    def _edit(self, body: Json, channel: str, message: str, **_: Any) -> Answer:
        found = self._find(channel, message)
        if found is None:
            return _UNKNOWN_MESSAGE
        found |= {key: value for key, value in body.items() if value is not None} | {"edited_timestamp": payloads.now()}
        return 200, found

    def _member(self, user: str, **_: Any) -> Answer:
        who = payloads.BOT if user == payloads.APP_ID else payloads.user(user)
        return 200, payloads.member(who)

    def _callback(self, body: Json, query: dict[str, str], id: str, token: str, **_: Any) -> Answer:
        if token in self.replies:
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        said = body.get("data") or {}
        self.replies[token] = made = payloads.message(payloads.BOT, said.get("content") or "")
        made |= {key: said[key] for key in ("components", "embeds", "flags") if said.get(key) is not None}
        if query.get("with_response", "").lower() not in ("1", "true"):
            return 204, None
        interaction = {"id": id, "type": 2, "response_message_id": made["id"], "response_message_loading": False}
        answer = {"interaction": interaction | {"response_message_ephemeral": bool(made["flags"] & 64)}}
        if body["type"] in (4, 5, 7):
            answer["resource"] = {"type": body["type"], "message": made}
        return 200, answer

    def _original(self, token: str, **_: Any) -> Answer:
        return (200, self.replies[token]) if token in self.replies else _UNKNOWN

    def _edit_original(self, body: Json, token: str, **_: Any) -> Answer:
        if token not in self.replies:
            return _UNKNOWN
        self.replies[token] |= {key: value for key, value in body.items() if value is not None}
        return 200, self.replies[token]

    def _event(self, body: Json, guild: str, event: str = "", **_: Any) -> Answer:
        if event and event not in self.events:
            return 404, {"message": "Unknown Guild Scheduled Event", "code": 10070}
        number = event or payloads.snowflake()
        self.events[number] = self.events.get(number, {"id": number, "guild_id": guild}) | body
        return 200, self.events[number]

    def _end_event(self, event: str, **_: Any) -> Answer:
        if self.events.pop(event, None) is None:
            return 404, {"message": "Unknown Guild Scheduled Event", "code": 10070}
        return 204, None

    def _follow_up(self, body: Json, **_: Any) -> Answer:
        made = payloads.message(payloads.BOT, body.get("content") or "")
        made |= {key: body[key] for key in ("components", "embeds", "flags") if body.get(key) is not None}
        return 200, made


def custom_ids(component: Json) -> Iterator[str]:
    """Every custom_id in a message, or in a component and those within it."""
    if custom_id := component.get("custom_id"):
        yield custom_id
    for inner in component.get("components") or ():
        yield from custom_ids(inner)


def _path(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", template))
