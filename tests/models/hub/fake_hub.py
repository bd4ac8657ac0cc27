"""A hub on a loopback port: the calls of its API that huggingface_hub makes to find and download a model."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class FakeHub:
    """One repository ``owner/tiny``; `files` by commit, the newest commit first."""

    files: dict[str, dict[str, bytes]]
    converter_requests: dict[int, str] = field(default_factory=dict)  # pull request number to commit
    cut_after: int = 0  # bytes after which the first download of weights is cut off
    lie_about: str = ""  # a file whose hash the API gives wrongly
    seen: list[str] = field(default_factory=list)
    url: str = ""

    def info(self, revision: str) -> dict[str, Any] | None:
        commit = next((c for c in self.files if revision in ("main", c)), None)
        if revision.startswith("refs/pr/"):
            commit = self.converter_requests.get(int(revision.rsplit("/", 1)[1]))
        if commit is None:
            return None
        siblings = [
            {"rfilename": name, **self._sizes(name, data)} for name, data in self.files[commit].items()
        ]
        return {"id": "owner/tiny", "modelId": "owner/tiny", "sha": commit, "private": False, "downloads": 0,
                "likes": 0, "tags": [], "siblings": siblings}  # fmt: skip

    def _sizes(self, name: str, data: bytes) -> dict[str, Any]:
        digest = hashlib.sha256(data).hexdigest() if name != self.lie_about else "0" * 64
        lfs = {"sha256": digest, "size": len(data), "pointerSize": 134}
        return {"size": len(data), "blobId": hashlib.sha1(data).hexdigest(),  # noqa: S324 - as git names blobs
                **({"lfs": lfs} if name.endswith(".safetensors") else {})}  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = self.path.split("?")[0].replace("%2F", "/")
        self.hub.seen.append(f"{self.command} {path} {self.headers.get('Range', '')}".strip())
        if path.startswith("/owner/tiny/resolve/"):
            commit, name = path.removeprefix("/owner/tiny/resolve/").split("/", 1)
            return self._file(commit, name, body=body)
        prefix = "/api/models/owner/tiny"
        if path.startswith(f"{prefix}/commits/"):
            commits = [{"id": c, "title": "x", "message": "", "date": "2026-01-01T00:00:00.000Z", "authors": []}
                       for c in self.hub.files]  # fmt: skip
            return self._json(commits)
        if path.startswith(f"{prefix}/discussions"):
            common = {"title": "Adding `safetensors` variant", "status": "open", "isPullRequest": True,
                      "author": {"name": "SFconvertbot", "type": "user"}, "createdAt": "2026-01-01T00:00:00.000Z",
                      "repo": {"name": "owner/tiny", "type": "model"}}  # fmt: skip
            found = [{**common, "num": number} for number in self.hub.converter_requests]
            return self._json({"discussions": found, "count": len(found), "start": 0})
        if path.startswith(f"{prefix}/tree/"):
            there = self.hub.info(path.removeprefix(f"{prefix}/tree/")) or {"siblings": []}
            tree = [{"type": "file", "path": f["rfilename"], "oid": f["blobId"], "size": f["size"],
                     **({"lfs": {**f["lfs"], "oid": f["lfs"]["sha256"]}} if "lfs" in f else {})}
                    for f in there["siblings"]]  # fmt: skip
            return self._json(tree)
        info = self.hub.info(path.removeprefix(f"{prefix}/revision/") if path != prefix else "main")
        return self._json(info) if info else self._json({"error": "Revision Not Found"}, 404)

    def _file(self, commit: str, name: str, *, body: bool) -> None:
        data = self.hub.files.get(commit, {}).get(name)
        if data is None:
            return self._json({"error": "Entry not found"}, 404)
        begin = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        self.send_response(206 if begin else 200)
        self.send_header("X-Repo-Commit", commit)
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("Accept-Ranges", "bytes")
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        if not body:
            return None
        if self.hub.cut_after and name.endswith(".safetensors") and not begin:
            self.wfile.write(data[: self.hub.cut_after])
            self.close_connection = True
            return None
        self.wfile.write(data[begin:])
        return None

    def _json(self, value: object, status: int = 200) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 404:
            self.send_header("X-Error-Code", "RevisionNotFound")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


@contextmanager
def serving(hub: FakeHub) -> Iterator[FakeHub]:
    """Serve `hub` for as long as the context lasts; its address is in `hub.url`."""
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a snapshot."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
