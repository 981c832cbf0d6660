"""The doors of the sandbox: a page of links, one for each channel and person; each opens the club's page that way.

simcord serves one page at a time, for one channel, under an address that changes; these doors keep theirs.
"""

import asyncio
import html
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from simcord.preview import Preview

    from bot.sandbox import Club

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backline sandbox</title>
<style>
body {{ font: 1.05rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; }}
a, button {{ display: block; margin: .5rem 0; padding: .7rem 1rem; border: 1px solid #2e8b57; border-radius: .5rem;
  color: #17603b; background: #f2faf5; text-decoration: none; font: inherit; width: 100%; box-sizing: border-box;
  text-align: left; cursor: pointer; }}
.now {{ background: #2e8b57; color: #fff; }}
</style>
<h1>Riverside Runners</h1><p>{note}</p>
{links}
<form method="post" action="/leap"><button>Leap to the next scheduled post</button></form>
</html>"""
_WHO = {"sam": "Sam, the captain", "alex": "Alex, a member", "robin": "Robin, a member"}
_DIRECT = "direct"


class Doors:
    """Keeps one page of the club open; `address` ends in a slash and redirects to it."""

    def __init__(self, club: "Club", leap: Callable[[], Awaitable[str]]) -> None:
        self._club = club
        self._leap = leap
        self._preview: Preview | None = None
        self._shown = ("strength", "sam")
        self._requests = 0
        self._server: web.AppRunner | None = None
        self.address = ""
        self.turn = asyncio.Lock()
        """Held by whoever works in the club: simcord refuses a second, and its page tries nothing twice."""

    async def open(self, port: int) -> None:
        """Listen on loopback (port 0 picks a free one); raises `OSError` when the port is taken."""
        app = web.Application()
        app.add_routes(
            [web.get("/", self._enter), web.get("/doors", self._doors), web.get("/open", self._switch),
             web.post("/leap", self._leaps)]
        )  # fmt: skip
        self._server = web.AppRunner(app, access_log=None)
        await self._server.setup()
        site = web.TCPSite(self._server, "127.0.0.1", port)
        await site.start()
        bound: Any = self._server.addresses[0]
        self.address = f"http://127.0.0.1:{bound[1]}/"

    async def close(self) -> None:
        if self._preview is not None:
            await self._preview.close()
        if self._server is not None:
            await self._server.cleanup()

    async def refresh(self) -> None:
        """Show what the bot has done since, if anything: showing nothing new would make open buttons stale."""
        done = len(self._club.env.http_requests)
        if done != self._requests and self._preview is not None:
            self._requests = done
            await self._preview.refresh()

    async def show(self, channel: str, person: str) -> str:
        """The address of the club's page for one channel, seen by one person."""
        if self._preview is not None and self._shown == (channel, person):
            return self._preview.url
        if self._preview is not None:
            await self._preview.close()
        if channel == _DIRECT:
            user = self._club.users[person]
            self._preview = self._club.env.preview(user.dm_channel, viewers=[user], layout="channel")
        else:
            place, actor = self._club.channels[channel], self._club.people[person]
            others = [member for name, member in self._club.people.items() if name != person]
            self._preview = self._club.env.preview(place, viewers=[actor, *others], layout="channel")
        act = self._preview._action

        async def in_turn(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
            async with self.turn:
                result = await act(context_id, body)
                if not result["rejected"]:  # then it has shown everything itself
                    self._requests = len(self._club.env.http_requests)
                return result

        self._preview._action = in_turn
        await self._preview.__aenter__()
        self._requests = len(self._club.env.http_requests)
        self._shown = (channel, person)
        return self._preview.url

    async def _enter(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(await self.show(*self._shown))

    async def _switch(self, request: web.Request) -> web.Response:
        channel, person = request.query.get("channel", ""), request.query.get("as", "")
        if person not in self._club.people or channel not in {*self._club.channels, _DIRECT}:
            raise web.HTTPFound("/doors")
        raise web.HTTPFound(await self.show(channel, person))

    async def _leaps(self, request: web.Request) -> web.Response:
        return self._page(await self._leap())

    async def _doors(self, request: web.Request) -> web.Response:
        return self._page("Choose where you are and who you are.")

    def _page(self, note: str) -> web.Response:
        links = [
            self._link(channel, person, f"#{channel} as {who}" if channel != _DIRECT else f"Direct messages of {who}")
            for person, who in _WHO.items()
            for channel in (*self._club.channels, _DIRECT)
        ]
        return web.Response(text=_PAGE.format(note=html.escape(note), links="\n".join(links)), content_type="text/html")

    def _link(self, channel: str, person: str, words: str) -> str:
        here = ' class="now"' if self._shown == (channel, person) else ""
        return f'<a{here} href="/open?channel={channel}&amp;as={person}" target="club">{html.escape(words)}</a>'
