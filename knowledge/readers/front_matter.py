"""Reads Markdown or text with YAML front matter between two lines of ``---``."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knowledge.article import Draft, Refused

_LONGEST = 65_536  # characters of front matter; reading more YAML than that could take minutes


def read_front_matter(name: str, text: str) -> Iterator[Draft | Refused]:
    """One draft; a text without front matter is all body."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        yield Draft(name, text)
        return
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        yield Refused(name, ("line 1: front matter begins with --- but no second --- ends it",))
        return
    head = "\n".join(lines[1:end])
    if len(head) > _LONGEST:
        yield Refused(name, (f"line 2: front matter is longer than {_LONGEST:,} characters",))
        return
    yield _draft(name, head, "\n".join(lines[end + 1 :]))


def _draft(name: str, head: str, body: str) -> Draft | Refused:
    try:
        node = yaml.compose(head, Loader=_Loader)
        fields = yaml.load(head, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        return Refused(name, (f"line {line}: front matter is not YAML: {error.problem}",))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Refused(name, (f"line 2: front matter is not YAML: {error}".split("\n")[0],))
    if not isinstance(fields, dict | None):
        return Refused(name, ("line 2: front matter should be lines of `name: value`",))
    keys = node.value if isinstance(node, yaml.MappingNode) else []
    places = {str(key.value).lower(): key.start_mark.line + 2 for key, _ in keys}
    return Draft(name, body, {str(k).lower(): v for k, v in (fields or {}).items()}, places)


class _Loader(yaml.SafeLoader):
    """YAML's safe loader, less aliases (they can grow without bound) and less dates (a wrong day is our reason)."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "write the value out, not *alias", event.start_mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
