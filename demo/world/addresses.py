"""Where things of the demo world live: every issuer has a host of its own under ``localhost``, which browsers resolve to loopback."""

from __future__ import annotations

from demo.world.model import Achievement, Issuer

FORGE = "forge"
"""The host of everybody's repositories."""

SKILLS = "skills"
"""The host of the demo's own competency framework."""


def host(slug: str, port: int) -> str:
    return f"{slug}.localhost:{port}"


def site(slug: str, port: int) -> str:
    """The address that people open. Plain http: the outside web of the demo has no certificates."""
    return f"http://{host(slug, port)}"


def did_web(slug: str, port: int) -> str:
    """did:web method specification, "Method-specific identifier": the colon before a port is percent-encoded."""
    return f"did:web:{slug}.localhost%3A{port}"


def profile(slug: str, port: int) -> str:
    """The identifier of an issuer that is known by an address. https, as OB 3.0 wants it; the allow-list maps it to plain http."""
    return f"https://{host(slug, port)}/profile"


def achievement(item: Achievement, port: int) -> str:
    """Where an achievement is described: at its creator's, who may be somebody else than the issuer."""
    owner = item.creator or item.issuer
    return f"{site(owner.slug if owner else 'pages', port)}/achievements/{item.slug}"


def status_list(issuer: Issuer, port: int) -> str:
    return f"{site(issuer.slug, port)}/status/1"


def everyday(slug: str, port: int) -> str:
    return f"{site(SKILLS, port)}/everyday/{slug}"
