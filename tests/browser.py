"""Debian's Chromium without a window, driven over the DevTools protocol: opens pages, looks at them, draws them."""

from __future__ import annotations

import asyncio
import base64
import itertools
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import aiohttp

if TYPE_CHECKING:
    from tests.botapi.rules import Json

START_SECONDS = 30.0
PAGE_SECONDS = 30.0
_QUIET = ("background-networking", "component-update", "sync", "quic", "gpu", "extensions", "dev-shm-usage")


def program() -> str | None:
    """Where Chromium is, if it is on this machine."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class NoBrowser(Exception):
    """There is no Chromium on this machine, or it does not start."""


class Browser:
    """One page in one Chromium with an empty profile, until the ``with`` block ends."""

    def __init__(self, width: int = 800, height: int = 600, scale: float = 1.0) -> None:
        self._size = (width, height, scale)
        self._runner = asyncio.Runner()
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        found = program()
        if found is None:
            raise NoBrowser("No Chromium found: apt-get install chromium")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        switches = ["--headless", "--no-sandbox", "--no-first-run", "--hide-scrollbars", "--remote-debugging-port=0"]
        switches += [f"--disable-{each}" for each in _QUIET] + [f"--user-data-dir={self._profile.name}"]
        self._process = subprocess.Popen(
            [found, *switches, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            self._runner.run(self._connect(self._port()))
            self.resize(*self._size)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "_session"):
            self._runner.run(self._session.close())
        self._runner.close()
        self._process.terminate()
        self._process.wait(START_SECONDS)
        self._profile.cleanup()

    def resize(self, width: int, height: int, scale: float = 1.0) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self.send("Emulation.setDeviceMetricsOverride", **size)

    def open(self, address: str) -> None:
        """Goes there as if the address had been typed, and waits until the page is loaded."""
        self._runner.run(self._open("about:blank"))  # or only the fragment might change
        self._runner.run(self._open(address))

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        told = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"])
        return told["result"].get("value")

    def screenshot(self) -> bytes:
        """What is in view, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def send(self, method: str, **parameters: Any) -> Json:
        return self._runner.run(self._send(method, parameters))

    def _port(self) -> int:
        named, until = Path(self._profile.name) / "DevToolsActivePort", time.monotonic() + START_SECONDS
        while not (named.exists() and named.read_text().strip()):
            if time.monotonic() > until or self._process.poll() is not None:
                raise NoBrowser("Chromium does not start.")
            time.sleep(0.05)
        return int(named.read_text().split()[0])

    async def _connect(self, port: int) -> None:
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://127.0.0.1:{port}/json/list") as response:
            targets = await response.json()
        address = next(each["webSocketDebuggerUrl"] for each in targets if each["type"] == "page")
        self._socket = await self._session.ws_connect(address, max_msg_size=0)
        await self._send("Page.enable", {})

    async def _open(self, address: str) -> None:
        told = await self._send("Page.navigate", {"url": address})
        if told.get("errorText"):
            raise NoBrowser(f"{address}: {told['errorText']}")
        async with asyncio.timeout(PAGE_SECONDS):
            while not await self._is_loaded(address.partition("#")[0]):  # noqa: ASYNC110 - another process loads it
                await asyncio.sleep(0.01)

    async def _is_loaded(self, address: str) -> bool:
        script = "[document.readyState, location.href.split('#')[0]]"
        told = await self._send("Runtime.evaluate", {"expression": script, "returnByValue": True})
        return bool(told.get("result", {}).get("value") == ["complete", address])

    async def _send(self, method: str, parameters: Json) -> Json:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PAGE_SECONDS):
            while True:
                told = await self._socket.receive_json()
                if told.get("id") == number:
                    return dict(told.get("result", {}))
