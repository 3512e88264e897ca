"""The bot as a process of its own with a toy engine: real Telegram code.

Without a library the answers come from a script. With TOY_LIBRARY=1 they come from the real engine over the toy
articles, which are loaded into the data folder at the first start, with the toy encoder.
"""

from __future__ import annotations

import logging
import os
import sys

from bot.application import run
from bot.complaints import Complaint
from bot.settings import Settings
from tests.toy_answerer import ToyAnswerer
from tests.toy_library import library_answerer


def main() -> int:
    logging.basicConfig(level=os.environ.get("TOY_LOG_LEVEL", "INFO"))
    settings = Settings()
    try:
        if os.environ.get("TOY_LIBRARY"):
            run(settings, library_answerer(settings.data_dir, float(os.environ.get("TOY_SECONDS", "0"))))
        else:
            answerer = ToyAnswerer(settings.data_dir)
            run(settings, answerer, answerer.clock)
    except Complaint as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
