"""An editor with yaml-language-server completes, explains and checks the hit list that `init` writes."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from followupd.cli.init import EDITOR_LINE
from followupd.cli.schema import put_beside
from tests.readers.test_readers import absent

ROOT = Path(__file__).parents[2]
RESOLVE = "console.log(require.resolve('yaml-language-server/bin/yaml-language-server'))"
SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
MISTAKES = """
calender: followup.ics
block: {every: Tuesday 10:00, protect: mov}
contacts:
  - name: Dana
    catgory: clients
  - name: Sam
    every: 14
"""


class Editor:
    """An editor's side of the pipes to a language server."""

    def __init__(self, server: subprocess.Popen[bytes], folder: Path) -> None:
        """Introduce ourselves."""
        assert server.stdin is not None
        assert server.stdout is not None
        self.folder, self.into, self.number = folder, server.stdin, 0
        self.heard: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, args=(server.stdout,), daemon=True).start()
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={
            "workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}},
        })
        self.tell("initialized")

    def _listen(self, stream: IO[bytes]) -> None:
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                stream.readline()
                self.heard.put(json.loads(stream.read(int(header.split(b":")[1]))))

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.into.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.into.flush()

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request and return its result."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        return self._until(lambda message: message.get("id") == self.number and "method" not in message)["result"]

    def _until(self, wanted: Any) -> dict[str, Any]:
        while True:
            message = self.heard.get(timeout=30)
            if wanted(message):
                return message
            if "method" in message and "id" in message:      # no schema from elsewhere: tests stay on this machine
                asked = message["params"].get("items", [])
                given = [SETTINGS if item.get("section") == "yaml" else {} for item in asked]
                self._send({"id": message["id"], "result": given or None})

    def open(self, name: str, text: str) -> list[str]:
        """Open a file; return what the server reports in it, as `line: message`."""
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        marked = self._until(lambda message: message.get("params", {}).get("uri") == uri)["params"]["diagnostics"]
        return [f"{one['range']['start']['line'] + 1}: {one['message']}" for one in marked]

    def at(self, method: str, name: str, line: int, column: int) -> Any:
        """Ask about a position in a file; both numbers start at 0."""
        document = {"uri": (self.folder / name).as_uri()}
        return self.ask(f"textDocument/{method}", textDocument=document, position={"line": line, "character": column})


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in a folder that has the schema."""
    found = shutil.which("node") and subprocess.run(
        ["node", "-e", RESOLVE], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not found:
        absent("yaml-language-server")
    folder = tmp_path_factory.mktemp("people")
    assert put_beside(folder)
    with subprocess.Popen(
        ["node", str(found), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        yield Editor(server, folder)
        server.terminate()


def test_the_example_list_has_no_mark(editor: Editor) -> None:
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    assert editor.open("example.yaml", f"{EDITOR_LINE}\n{text}") == []


def test_mistakes_are_marked_at_their_lines(editor: Editor) -> None:
    marked = editor.open("mistakes.yaml", f"{EDITOR_LINE}{MISTAKES}")
    assert {sentence.partition(":")[0] for sentence in marked} == {"2", "3", "6", "8"}
    assert "6: Property catgory is not allowed." in marked


def test_without_the_line_nothing_is_checked(editor: Editor) -> None:
    """So the schema comes from that line."""
    assert editor.open("unnamed.yaml", MISTAKES) == []


def test_keys_and_words_are_proposed_and_explained(editor: Editor) -> None:
    text = f"{EDITOR_LINE}\ncontacts:\n  - name: Dana\n    status: \n    \n"
    editor.open("completed.yaml", text)
    words = editor.at("completion", "completed.yaml", 3, 12)["items"]
    assert [word["label"] for word in words] == ["active", "paused", "stop"]
    keys = editor.at("completion", "completed.yaml", 4, 4)["items"]
    assert {"every", "phone", "promises"} <= {key["label"] for key in keys}
    assert "active, paused or stop" in editor.at("hover", "completed.yaml", 3, 6)["contents"]["value"]
