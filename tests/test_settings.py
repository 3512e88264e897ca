from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.complaints import WrongSettings
from bot.opening import settings
from bot.settings import Settings
from tests.meetings_process import ROOT, python

SECRET = "123456:AAE-very-secret"  # noqa: S105 (no token of anybody)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"MEETINGS_{field.upper()}", raising=False)


def test_the_example_file_holds_every_setting_its_description_and_its_default() -> None:
    head = "# Every setting with its default. Copy to .env and take away the # before what you change.\n"
    expected = [head] + [
        f"# {field.description}\n# MEETINGS_{name.upper()}={shown(field.default)}\n"
        for name, field in Settings.model_fields.items()
    ]
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == "\n".join(expected)


def test_the_example_file_with_every_comment_taken_away_is_the_defaults(tmp_path: Path) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = [line.removeprefix("# ") for line in lines if line.startswith("# MEETINGS_") and not line.endswith("=")]
    (tmp_path / ".env").write_text("\n".join(given), encoding="utf-8")
    assert Settings() == Settings(_env_file=None)
    assert len(given) == sum(bool(shown(field.default)) for field in Settings.model_fields.values())


def test_without_any_setting_the_defaults_hold_and_nobody_is_let_in() -> None:
    chosen = Settings()
    assert chosen.data_dir == Path("data")
    assert chosen.cache_dir is None
    assert chosen.embedding_model == "multilingual-e5-small"
    assert chosen.telegram_token is None
    assert chosen.allowed_ids == frozenset()


def test_ids_are_numbers_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETINGS_STAFF_IDS", "12, 34,,12 ")
    monkeypatch.setenv("MEETINGS_MAINTAINER_IDS", "56")
    chosen = Settings()
    assert (chosen.staff_ids, chosen.maintainer_ids) == (frozenset({12, 34}), frozenset({56}))
    assert chosen.allowed_ids == {12, 34, 56}


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MEETINGS_DATA_DIR=from-file\nMEETINGS_STAFF_IDS=7\n")
    monkeypatch.setenv("MEETINGS_DATA_DIR", "from-environment")
    chosen = Settings()
    assert (chosen.data_dir, chosen.staff_ids) == (Path("from-environment"), frozenset({7}))


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().data_dir = Path("elsewhere")  # type: ignore[misc]


def test_the_token_shows_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETINGS_TELEGRAM_TOKEN", SECRET)
    chosen = Settings()
    assert chosen.telegram_token is not None
    assert chosen.telegram_token.get_secret_value() == SECRET
    for shown_to_people in (repr(chosen), str(chosen), str(chosen.model_dump()), chosen.model_dump_json()):
        assert SECRET not in shown_to_people


def test_an_error_of_the_settings_never_shows_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"MEETINGS_TELEGRAM_TOKN={SECRET}\n")
    monkeypatch.setenv("MEETINGS_STAFF_IDS", SECRET)
    with pytest.raises(ValidationError) as raised:
        Settings()
    assert "secret" not in str(raised.value)


def test_a_misspelt_setting_is_named_without_its_value(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"MEETINGS_TELEGRAM_TOKN={SECRET}\nMEETINGS_STAF_IDS={SECRET}\n")
    with pytest.raises(WrongSettings) as raised:
        settings()
    assert str(raised.value) == (
        "there is no setting MEETINGS_TELEGRAM_TOKN; there is no setting MEETINGS_STAF_IDS. "
        "Settings stand in the environment or in .env; see .env.example"
    )


@pytest.mark.parametrize("name", ["MEETINGS_STAFF_IDS", "MEETINGS_MAINTAINER_IDS"])
def test_an_id_that_is_no_number_is_named_without_its_value(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, f"12,{SECRET}")
    with pytest.raises(WrongSettings) as raised:
        settings()
    assert str(raised.value) == (
        f"{name} should be numbers such as 1001,1002. Settings stand in the environment or in .env; see .env.example"
    )


def test_no_module_below_the_entry_points_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for package in ("knowledge", "retrieval")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "environ[" in (text := path.read_text(encoding="utf-8")) or "environ.get" in text or "getenv" in text
    ]
    assert readers == []


def test_importing_the_settings_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MEETINGS_WRONG=1\n")
    assert python("-c", "import bot.settings, bot.cli", folder=tmp_path).code == 0


def shown(value: object) -> str:
    """A default as it stands in the file; what is left out by default is empty."""
    return str(value) if value is not None and value != "" and value != frozenset() else ""


def test_a_variable_that_is_nearly_a_setting_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETINGS_STAF_IDS", SECRET)
    with pytest.raises(WrongSettings) as raised:
        settings()
    assert str(raised.value) == (
        "there is no setting MEETINGS_STAF_IDS: MEETINGS_STAFF_IDS is meant? See .env.example"
    )


def test_a_variable_that_is_like_no_setting_is_somebody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETINGS_ROOM", "4")
    assert settings() == Settings()
