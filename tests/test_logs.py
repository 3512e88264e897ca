"""The log shows neither the token nor tracebacks that hold it."""

from __future__ import annotations

import logging

from telegram.error import InvalidToken, NetworkError

from bot.logs import TokenFilter

SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - of nobody's bot
TOKEN = f"123456:{SECRET}"


def line(message: str, *args: object, error: Exception | None = None) -> str | None:
    """What a handler with the filter writes; None when it writes nothing."""
    record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, message, args, _exc_info(error))
    return logging.Formatter().format(record) if TokenFilter(TOKEN).filter(record) else None


def _exc_info(error: Exception | None) -> tuple[type[Exception], Exception, None] | None:
    return (type(error), error, None) if error else None


def test_the_token_is_replaced_wherever_it_stands_in_a_line() -> None:
    assert line("POST /bot%s/getMe for %d", TOKEN, 7) == "POST /bot123456:[token]/getMe for 7"
    assert line("bot123456%%3A%s", SECRET) == "bot123456%3A[token]"
    assert line(f"100% of {TOKEN}") == "100% of 123456:[token]"


def test_the_token_is_replaced_in_tracebacks() -> None:
    assert line("failed", error=ValueError(f"bad url {TOKEN}")) == "failed\nValueError: bad url 123456:[token]"


def test_the_traceback_of_a_rejected_token_is_left_out() -> None:
    assert line("Invalid token", error=InvalidToken(f"The token {TOKEN} was rejected")) is None


def test_of_a_network_error_one_line_is_enough() -> None:
    assert line("Polling failed.", error=NetworkError(f"torn at {SECRET}")) == (
        "Polling failed. NetworkError: torn at [token]"
    )


def test_a_token_without_a_colon_is_hidden_as_a_whole() -> None:
    record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, "nonsense here", (), None)
    assert TokenFilter("nonsense").filter(record)
    assert record.getMessage() == "[token] here"


def test_a_line_that_cannot_be_put_together_is_still_written() -> None:
    assert line("%d items", "no number") == "%d items ('no number',)"
