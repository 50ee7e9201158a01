"""A publisher's site on this machine, with a certificate of its own authority, that answers as it is told."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_authority(folder: Path) -> tuple[Path, Path]:
    """A certificate for `localhost` that signs itself: the file to trust, and the file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    trusted, with_key = folder / "ca.pem", folder / "server.pem"
    trusted.write_bytes(public)
    with_key.write_bytes(private + public)
    return trusted, with_key


class Site:
    """`answers` maps a path to a function that writes to the connection; `asked` are the heads of all requests."""

    def __init__(self, with_key: Path) -> None:
        self.answers = {}
        self.asked = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(with_key)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._is_open = True
        self.host = f"localhost:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/file.xml") -> str:
        return f"https://{self.host}{path}"

    def close(self) -> None:
        self._is_open = False
        self._socket.close()

    def _serve(self) -> None:
        while self._is_open:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            with self._context.wrap_socket(connection, server_side=True) as safe:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = safe.recv(4096)
                    if not piece:
                        return
                    head += piece
                text = head.decode()
                self.asked.append(text)
                self.answers[text.split()[1]](safe)
        except OSError:
            return


def whole(body: bytes, *headers: str, status: str = "200 OK"):
    """An ordinary answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return lambda safe: safe.sendall("\r\n".join([*lines, "", ""]).encode() + body)


def passed_on(to: str):
    return whole(b"", f"Location: {to}", status="302 Found")
