"""Which IP addresses are inside, whatever they are spelled or wrapped in."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# IANA special-purpose registries (RFC 6890), as far as Python 3.11's `is_global` misses them.
_INSIDE = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "fec0::/10",  # site-local, RFC 3879
        "3fff::/20",  # documentation, RFC 9637
        "64:ff9b:1::/48",  # local-use NAT64, RFC 8215
        "2001::/32",  # Teredo, RFC 4380
    )
)
# NAT64, RFC 6052: the last 32 bits are the IPv4 address that is really meant.
_NAT64 = ip_network("64:ff9b::/96")
_LINK_LOCAL = (ip_network("169.254.0.0/16"), ip_network("fe80::/10"), ip_network("fd00:ec2::/32"))


def is_private(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is anything but one plain host on the public Internet."""
    inner = embedded(address)
    if inner is not None:
        return is_private(inner)
    return (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or any(address in network for network in _INSIDE)
    )


def is_link_local(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is on the link, where clouds keep a machine's credentials."""
    inner = embedded(address) or address
    return any(inner in network for network in _LINK_LOCAL)


def embedded(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Read a host that is an address, in every spelling that the C library would connect to.

    `inet_aton(3)` takes 127.1, 0x7f000001, 2130706433 and 017700000001; Python's reader does not.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        pass
    try:
        # It also takes "1.2.3.4 anything"
        return None if not bare or " " in bare else IPv4Address(socket.inet_aton(bare))
    except (OSError, UnicodeError):
        return None
