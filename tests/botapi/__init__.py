"""Our own stand-in for Telegram's Bot API, over HTTP on loopback and as strict as Telegram is."""
