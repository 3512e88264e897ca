"""The command that runs the Telegram bot."""

from __future__ import annotations

from bot import opening, terminal


def bot() -> None:
    """Run the Telegram bot until it is stopped.

    Needs MEETINGS_TELEGRAM_TOKEN, and MEETINGS_STAFF_IDS or MEETINGS_MAINTAINER_IDS: until ids are set, nobody is
    let in.

    [dim]Example:[/dim]  MEETINGS_STAFF_IDS=12345 meetings bot
    """
    from bot import application

    settings = opening.settings()
    application.token_of(settings)  # said at once, not after seconds of loading
    with terminal.steps() as unpacking:
        answerer = opening.answerer(settings, unpacking)
    answerer.warm()
    application.run(settings, answerer)


COMMANDS = {"bot": bot}
