"""Which addresses are inside."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.downloader.addresses import is_private, literal
from crawlers.downloader.endpoints import NamedEndpoints

INSIDE = """127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 100.64.0.1
0.0.0.0
224.0.0.1 240.0.0.1 255.255.255.255
192.0.0.8 192.88.99.1 198.18.0.1 192.0.2.1 ::1 :: fe80::1
fc00::1 fd00:ec2::254 fec0::1
ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1
64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a00:1::
2001:0:7f00:1:: ::7f00:1 100::1 2001:db8::1 3fff::1 5f00::1"""
OUTSIDE = "8.8.8.8 1.1.1.1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::"


@pytest.mark.parametrize("text", INSIDE.split())
def test_addresses_inside(text):
    assert is_private(ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE.split())
def test_addresses_outside(text):
    assert not is_private(ip_address(text))


@given(st.integers(0, 2**32 - 1))
def test_addresses_embedded_are_as_private_as_themselves(number):
    plain = is_private(ip_address(number))
    wrapped = (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80)
    assert [is_private(ip_address(w.to_bytes(16, "big"))) for w in wrapped] == [plain] * 3


@pytest.mark.parametrize(
    ("text", "address"),
    [("127.1", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("2130706433", "127.0.0.1"),
     ("[::1]", "::1"), ("127.0.0.1.", "127.0.0.1"), ("0", "0.0.0.0"), ("8.8.8.8", "8.8.8.8")],
)  # fmt: skip
def test_addresses_literal(text, address):
    assert str(literal(text)) == address


@pytest.mark.parametrize(
    "text", ["", ".", "example.com", "1.2.3.4 x", "1.2.3.4.5", "ü", "256.1.1.1"]
)
def test_addresses_names_are_not_literal(text):
    assert literal(text) is None


@pytest.mark.parametrize(
    ("start", "allow", "host", "port", "address", "open_"),
    [
        (["http://127.0.0.1:8000/"], [], "127.0.0.1", 8000, "127.0.0.1", True),
        (["http://127.0.0.1:8000/"], [], "127.1", 8000, "127.0.0.1", True),
        (["http://127.0.0.1:8000/"], [], "127.0.0.1", 5432, "127.0.0.1", False),
        (["http://127.0.0.1:8000/"], [], "evil.example", 8000, "127.0.0.1", False),
        (["http://localhost/"], [], "localhost", 80, "127.0.0.1", True),
        (["http://web:8000/"], [], "web", 8000, "10.0.0.2", True),
        (["https://shop.internal/"], [], "shop.internal", 443, "10.0.0.2", True),
        (["http://evil.example/"], [], "evil.example", 80, "10.0.0.2", False),
        (["http://169.254.169.254/"], [], "169.254.169.254", 80, "169.254.169.254", False),
        (["http://[::ffff:a9fe:a9fe]/"], [], "::ffff:a9fe:a9fe", 80, "::ffff:a9fe:a9fe", False),
        (["nonsense", "http://[", "http://h:99999/"], [], "h", 80, "10.0.0.2", False),
        ([], ["10.0.0.0/8"], "any.example", 1, "10.0.0.2", True),
        ([], ["10.0.0.0/8"], "any.example", 1, "::ffff:10.0.0.2", True),
        ([], ["10.0.0.0/8"], "any.example", 1, "11.0.0.2", True),
        ([], ["shop.example:80"], "shop.example", 80, "10.0.0.2", True),
        ([], ["shop.example:80"], "shop.example", 81, "10.0.0.2", False),
        ([], ["shop.example"], "SHOP.example.", 81, "10.0.0.2", True),
        ([], ["::1"], "[::1]", 81, "::1", True),
        ([], ["[::1]:80"], "::1", 80, "::1", True),
    ],
)
def test_endpoints(start, allow, host, port, address, open_):
    named = NamedEndpoints(start, allow)
    where = ip_address(address)
    assert (not is_private(where) or named.holds(host, port, where)) is open_
