"""The ports on which the Discord stub listens."""

from collections.abc import Callable

from aiohttp import web


class Site:
    """A listening port that can be closed and opened again with the same number."""

    def __init__(self, app_of: Callable[[], web.Application]) -> None:
        self._app_of = app_of
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        self._runner = web.AppRunner(self._app_of(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Refuse connections from now on, and cut those that are open."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
