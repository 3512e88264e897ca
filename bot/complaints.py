"""Errors of the entry points that a person must repair; each is one sentence that says how.

Complaint
├── WrongSettings   a setting cannot be read, or is missing
├── WrongInput      a file that was named cannot be read or written as it should
├── Stopped         somebody pressed Ctrl-C; the message says what is kept
└── BotError        the Telegram bot cannot run (in `bot.errors`)
"""

from __future__ import annotations


class Complaint(Exception):
    """A person must repair something; the message says how."""


class WrongSettings(Complaint):
    """A setting cannot be read; the message names it, never its value."""


class WrongInput(Complaint):
    """A file that was named cannot be read or written as it should."""


class Stopped(Complaint):
    """Somebody pressed Ctrl-C; the message says what is kept."""
