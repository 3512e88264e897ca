"""What README, CONTRIBUTING and the pages in docs/ show and say holds: examples, tables, paths, import rules."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings
from knowledge.article import Accepted
from knowledge.check import check
from knowledge.readers import READERS, read
from tests.meetings_process import ROOT
from tests.readme import CHAT, Example, chat, examples, printed, question_of, talked, talks

README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = list(examples(README))

_ROOM = r"(?:bot|retrieval|knowledge|tests|docs|\.ci)/[\w./*-]*\w"
_AT_THE_TOP = r"\.env\.example|\.pre-commit-config\.yaml|requirements\.lock|pyproject\.toml|[A-Z]+\.md"
_PATH = re.compile(rf"(?<![\w/.:-])(?:{_ROOM}|{_AT_THE_TOP})\b")
_LINK = re.compile(r"(?:\]\(|src=\")([^)\"#]+)")
_SHELL = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_TEXT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _commands() -> dict[str, Any]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return dict(group.commands)


# Examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: question_of(example.command))
def test_the_readme_shows_what_the_terminal_prints(example: Example, samples: Path, cache: Path) -> None:
    assert printed(example.command, samples, cache) == example.output


def test_the_readme_shows_what_a_talk_at_the_prompt_is_like(samples: Path, cache: Path) -> None:
    (talk,) = talks(README)
    assert talked(talk, samples, cache) == talk


def test_the_picture_was_drawn_from_what_the_bot_answers(samples: Path, cache: Path, tmp_path: Path) -> None:
    recorded = json.loads(CHAT.read_text(encoding="utf-8"))
    assert chat(question_of(EXAMPLES[0].command), samples, cache, tmp_path) == recorded


def test_picture_and_terminal_show_the_same_quotes() -> None:
    question, answer = json.loads(CHAT.read_text(encoding="utf-8"))
    quotes = [each for each in answer["entities"] if each["type"] == "blockquote"]
    told = " ".join(EXAMPLES[0].output.split())
    assert question["text"] == question_of(EXAMPLES[0].command)
    assert quotes
    for quote in quotes:
        assert answer["text"][quote["offset"] : quote["offset"] + quote["length"]] in told


def test_the_forms_of_articles_in_the_readme_can_be_loaded(tmp_path: Path) -> None:
    plain, front_matter = (block for block in _TEXT.findall(README) if "review meeting" in block)
    expected = {"title": "District holds review meeting on grassroots governance", "date": "2023-01-20"}
    more = {
        "publisher": "District News",
        "url": "https://news.example/2023/01/20/review",
        "language": "en",
        "meeting_date": "2023-01-19",
        "people": "('Shao Panfeng', 'Lin Wei')",
        "place": "District Hall",
    }
    assert _loaded(tmp_path / "plain.txt", plain, expected) == expected
    assert _loaded(tmp_path / "article.md", front_matter, expected | more) == expected | more
    assert _loaded(tmp_path / "article.txt", front_matter, expected | more) == expected | more


def test_the_readme_names_every_form_of_articles() -> None:
    part = _section(README, "Load your own articles")
    assert [ending for ending in READERS if f"`{ending}`" not in part] == []


# Commands


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `meetings (\w+)", _section(README, "Commands"), re.MULTILINE)
    assert set(listed) == set(_commands())


@pytest.mark.parametrize("name", sorted(_commands()))
def test_every_command_has_help_with_an_example(name: str) -> None:
    shown = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "100"})
    assert shown.exit_code == 0
    assert re.search(rf"Examples?:\s.*meetings {name}\b", shown.output, re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_on_a_page_exist_with_their_options(page: Path) -> None:
    wrong = []
    for command in _typed(page.read_text(encoding="utf-8")):
        program, *rest = shlex.split(command, comments=True)
        if program == "make" and not _made(rest):
            wrong.append(command)
        if program.endswith("meetings") and not _understood(rest):
            wrong.append(command)
    assert wrong == []


# Settings


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = re.findall(r"^\| `(MEETINGS_\w+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    assert rows == [
        (f"MEETINGS_{name.upper()}", f"`{field.default}`" if field.get_default() else "—", field.description)
        for name, field in Settings.model_fields.items()
    ]


# Paths and import rules


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_on_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {ROOT / path for path in _PATH.findall(text)}
    linked = {page.parent / link for link in _LINK.findall(text) if "://" not in link}
    assert sorted(str(path) for path in named | linked if not path.exists()) == []


def test_the_architecture_page_shows_the_layers_of_the_import_contracts() -> None:
    shown = [block.strip() for block in _TEXT.findall(_section(ARCHITECTURE, "Who may import whom"))]
    assert shown == ["\n".join(layer.strip() for layer in contract["layers"]) for contract in _contracts("layers")]


def test_the_architecture_page_names_what_only_one_package_may_import() -> None:
    part = _section(ARCHITECTURE, "Who may import whom")
    forbidden = [module for contract in _contracts("forbidden") for module in contract["forbidden_modules"]]
    assert [module for module in forbidden if f"`{module}`" not in part] == []


def _loaded(file: Path, text: str, asked: dict[str, str]) -> dict[str, str]:
    """What loading a file makes of the fields asked for."""
    file.write_text(text, encoding="utf-8")
    (draft,) = read(file)
    found = check(draft)  # type: ignore[arg-type]
    assert isinstance(found, Accepted)
    assert found.article.text.startswith("The review meeting was held")
    return {name: str(getattr(found.article, name)) for name in asked}


def _section(page: str, title: str) -> str:
    """What stands under a heading of the second level."""
    return page.split(f"\n## {title}\n")[1].split("\n## ")[0]


def _typed(page: str) -> Iterator[str]:
    """The command lines on a page: in shell blocks and console examples."""
    for block in _SHELL.findall(page):
        yield from (line.strip() for line in block.splitlines() if line.strip())
    yield from (example.command for example in examples(page))


def _made(arguments: list[str]) -> bool:
    """Whether the Makefile has this target, and the variables given to it."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    forms = [rf"^{a.split('=')[0]} \?=" if "=" in a else rf"^{a}:" for a in arguments]
    return all(re.search(form, makefile, re.MULTILINE) for form in forms)


def _understood(arguments: list[str]) -> bool:
    """Whether the command is one of ours and takes these options."""
    name, *rest = arguments
    command = _commands().get(name)
    taken = {option for parameter in command.params for option in parameter.opts} if command else set()
    return command is not None and all(word in taken for word in rest if word.startswith("--"))


def _contracts(kind: str) -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return [contract for contract in contracts if contract["type"] == kind]
