"""Keeps the token and people's words out of the log."""

from __future__ import annotations

import logging

from telegram.error import InvalidToken, TelegramError

# These write every request's address, token included, or every update with what people wrote.
_TALKATIVE = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.INFO}
_HIDDEN = "[token]"


def protect_log(token: str, *secrets: str) -> None:
    """Makes every log line of this process safe to show, whatever level the log was set to."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    for name, level in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(level, logging.getLogger(name).level))
    for handler in logging.getLogger().handlers:
        handler.addFilter(TokenFilter(token, *secrets))


class TokenFilter(logging.Filter):
    """Replaces the token in messages and tracebacks; for handlers, as loggers' filters are not inherited."""

    def __init__(self, token: str, *secrets: str) -> None:
        super().__init__()
        self._secrets = tuple(filter(None, (token.partition(":")[2] or token, *secrets)))

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, InvalidToken):
            return False  # told in one sentence at the end, without the traceback that shows the token
        message = _message(record)
        if isinstance(error, TelegramError):  # where in the library the network failed helps nobody
            message, record.exc_info = f"{message} {type(error).__name__}: {error}", None
        record.msg, record.args = self._hide(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._hide(logging.Formatter().formatException(record.exc_info))
        return True

    def _hide(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a wrong placeholder somewhere must not become an error of the caller
        return f"{record.msg} {record.args}"
