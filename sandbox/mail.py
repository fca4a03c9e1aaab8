"""A mail server that takes everything and delivers nothing: just enough SMTP."""

from __future__ import annotations

import socketserver
from email import message_from_bytes
from email.header import decode_header, make_header

from sandbox.state import Got, Inbox


class MailServer(socketserver.ThreadingTCPServer):
    """SMTP on loopback; refuses recipients whose name begins with `nobody`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int], inbox: Inbox) -> None:
        super().__init__(address, _Conversation)
        self.inbox = inbox


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 sandbox")
        to = ""
        while line := self.rfile.readline(4096):
            word = line.decode("ascii", "replace").strip()
            match word[:4].upper():
                case "QUIT":
                    self._say("221 bye")
                    return
                case "RCPT":
                    to = word.partition("<")[2].partition(">")[0]
                    self._say("550 unknown" if to.startswith("nobody") else "250 ok")
                case "DATA":
                    self._say("354 go on")
                    self._keep(to, self._data())
                    self._say("250 taken")
                case _:
                    self._say("250 ok")

    def _data(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline(65536)) and line.rstrip(b"\r\n") != b".":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _keep(self, to: str, raw: bytes) -> None:
        mail = message_from_bytes(raw)
        subject = str(make_header(decode_header(mail.get("Subject", ""))))
        content = mail.get_payload(decode=True)
        body = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        number = str(mail.get("Message-ID", ""))
        self.server.inbox.keep(Got("mail", to, f"{subject}\n{body}", number=number))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
