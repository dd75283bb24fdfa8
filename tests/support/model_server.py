"""A server that answers as a language model would, or as none should: real HTTP on this machine, in its own thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler", dict[str, Any]], None]


@dataclass
class ModelServer:
    """What was asked of the server, and what it does with the next requests; the last answer is given again."""

    answers: list[Answer]
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    model: ModelServer

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = json.loads(self.rfile.read(length))
        model = self.model
        model.bodies.append(body)
        model.headers.append(dict(self.headers.items()))
        model.paths.append(self.path)
        answer = model.answers.pop(0) if len(model.answers) > 1 else model.answers[0]
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):
            answer(self, body)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def send(self, status: int, text: str | bytes, **headers: str) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def model_server(*answers: Answer) -> Iterator[ModelServer]:
    """The server while the block runs; it gives these answers one after the other."""
    model = ModelServer(answers=list(answers))
    kind = type("OneHandler", (Handler,), {"model": model})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    model.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def reply(content: str, **more: Any) -> str:
    """A reply in the form of such servers."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
    return json.dumps({"id": "1", "object": "chat.completion", "choices": [choice | more], "usage": usage})


def says(content: str, **more: Any) -> Answer:
    return lambda handler, body: handler.send(200, reply(content, **more))


def drafts(cells: Sequence[dict[str, Any]] = (), parties: Sequence[Any] = (), issues: Sequence[Any] = ()) -> Answer:
    """An answer with these entries."""
    return says(json.dumps({"parties": list(parties), "issues": list(issues), "cells": list(cells)}))


def refuses(status: int, message: str = "no", **headers: str) -> Answer:
    return lambda handler, body: handler.send(status, json.dumps({"error": {"message": message}}), **headers)


def cell(party: str, quote: str, kind: str = "want", **more: str) -> dict[str, str]:
    """An entry as the schema has it."""
    nothing = dict.fromkeys(("issue", "option", "other", "speaker", "reading"), "")
    return {**nothing, "support": "reported", "party": party, "kind": kind, "quote": quote, **more}
