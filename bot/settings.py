"""The settings, read once from the environment and the ``.env`` file at the entry point."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.records.answer_log import Keep

Ids = Annotated[frozenset[int], NoDecode]
Hosts = Annotated[frozenset[str], NoDecode]


class Settings(BaseSettings):
    """Every setting, its default and what it does; ``.env.example`` repeats exactly these."""

    model_config = SettingsConfigDict(
        env_prefix="MEETINGS_",
        env_file=".env",
        env_file_encoding="utf-8",
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,  # a misspelt token key must not print the token
    )

    data_dir: Path = Field(Path("data"), description="Folder of the library and the index.")
    cache_dir: Path | None = Field(
        None, description="Folder where the built-in model is unpacked once; your user's cache when left out."
    )
    embedding_model: str = Field(
        "multilingual-e5-small",
        description="The built-in model, or a sentence-transformers model: a hub id or a folder.",
    )
    reranker_model: str = Field(
        "",
        description="A sentence-transformers CrossEncoder that orders the best paragraphs: a hub id or a folder.",
    )
    fetch_allowed_hosts: Hosts = Field(
        frozenset(),
        description="Names of hosts that addresses to load may be on although they are private, comma-separated.",
    )
    telegram_token: SecretStr | None = Field(None, description="The bot's token, from @BotFather.")
    telegram_base_url: str = Field(
        "https://api.telegram.org/bot",
        description="Bot API server, without the token; plain http is fine on loopback.",
    )
    telegram_base_file_url: str = Field(
        "https://api.telegram.org/file/bot", description="The same server's address for files."
    )
    staff_ids: Ids = Field(frozenset(), description="Telegram user ids that may ask, comma-separated.")
    maintainer_ids: Ids = Field(
        frozenset(), description="Telegram user ids that may ask and maintain, comma-separated."
    )

    maintainers_chat: int | None = Field(
        None, description="Telegram chat that is told of the bot's errors, by id; never with what people wrote."
    )
    contact: str = Field("", description="Whom to ask when the library has no answer, such as a name and a number.")
    questions_per_minute: int = Field(
        20, ge=0, description="Questions that one person may ask a minute; 0: any number."
    )
    answer_log: Keep = Field(
        Keep.TEXT,
        description="What is kept of questions: full (with the chat), text (without it), counts, or off.",
    )
    answer_log_days: int = Field(365, ge=0, description="Days for which that is kept; 0: for ever.")
    webhook_url: str = Field(
        "", description="Public https address that Telegram delivers to; without it the bot asks Telegram for news."
    )
    webhook_listen: str = Field("127.0.0.1", description="Address that the webhook listens on, behind your proxy.")
    webhook_port: int = Field(8080, ge=1, le=65535, description="Port that the webhook listens on.")
    webhook_secret: SecretStr | None = Field(
        None,
        description="Secret that Telegram sends with each delivery: 1 to 256 of A-Z a-z 0-9 _ -",
    )

    @field_validator("staff_ids", "maintainer_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("should be numbers such as 1001,1002")
        return parts

    @field_validator("fetch_allowed_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = [part.strip().lower().rstrip(".") for part in value.split(",") if part.strip()]
        if any("/" in name or " " in name for name in names):
            raise ValueError("should be names such as wiki.example,intranet.example")
        return names

    @property
    def allowed_ids(self) -> frozenset[int]:
        """Everyone who may ask."""
        return self.staff_ids | self.maintainer_ids
