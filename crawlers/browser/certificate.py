"""The gate's own key: made anew for each crawl, trusted by that crawl's browser alone."""

import base64
import ssl
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "spidersilk gate")])
_VALID = timedelta(days=365)


class GateCertificate:
    """A self-signed certificate; `pin` is what --ignore-certificate-errors-spki-list takes."""

    def __init__(self, folder: Path) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        public = key.public_key()
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.pin = base64.b64encode(sha256(spki).digest()).decode()
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_NAME)
            .issuer_name(_NAME)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + _VALID)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._pem = private + certificate.public_bytes(Encoding.PEM)
        self._folder = folder

    def context(self) -> ssl.SSLContext:
        """Return a server's TLS context with this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.set_alpn_protocols(["http/1.1"])
        path = self._folder / "gate.pem"  # Python's ssl reads keys from files only
        path.touch(0o600)
        path.write_bytes(self._pem)
        context.load_cert_chain(path)
        path.unlink()
        return context
