"""The bot as a process of its own with a toy engine: real Telegram code, answers from a script."""

from __future__ import annotations

import logging
import os
import sys

from bot.application import BotError, run
from bot.settings import Settings
from tests.toy_answerer import ToyAnswerer


def main() -> int:
    logging.basicConfig(level=os.environ.get("TOY_LOG_LEVEL", "INFO"))
    try:
        answerer = ToyAnswerer()
        run(Settings(), answerer, answerer.clock)
    except BotError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
