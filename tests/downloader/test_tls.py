"""Certificates are verified."""

import ssl

import pytest
import trustme

from tests.downloader.probe import probe
from tests.downloader.server import PAGE, RawServer, answer


@pytest.fixture
def authority():
    return trustme.CA()


def context(certificate):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


def test_tls_certificates(tmp_path, authority):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    routes = {"/robots.txt": answer("", "404 Not Found"), "*": PAGE}
    good = context(authority.issue_cert("localhost", "127.0.0.1"))
    wrong_name = context(authority.issue_cert("elsewhere.example"))
    unknown = context(trustme.CA().issue_cert("localhost"))
    with (
        RawServer(routes, good, "localhost") as one,
        RawServer(routes, wrong_name, "localhost") as two,
        RawServer(routes, unknown, "localhost") as three,
    ):
        urls = [server.base + "/" for server in (one, two, three)]
        result = probe(tmp_path, urls, named=urls, env={"SSL_CERT_FILE": str(bundle)})
        assert [result.fate(url) for url in urls] == [200, "tls", "tls"]
        assert two.seen == three.seen == []
    assert "retry/count" not in result.stats
