"""Keys that come with a chain of certificates."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from indexer.verification.keys.certificates import read_authorities
from indexer.verification.report import Outcome, Report, Verdict
from tests.fakes.web import NOON, FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import Issuer, badge, issuer, raw, token
from tests.unit.verification.issuing_disclosure import sd_jwt

SITE = "https://university.example"
SCHOOL = Issuer("P-256", ec.generate_private_key(ec.SECP256R1()), SITE)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def certificate(
    subject: ec.EllipticCurvePrivateKey,
    by: Authority | None,
    *,
    names: tuple[x509.GeneralName, ...] = (),
    ca: bool = False,
    length: int | None = None,
    until: datetime = NOON + YEAR,
    strange: bool = False,
) -> x509.Certificate:
    """A certificate of `subject`, signed by `by` or by itself; `strange` puts a critical extension in that nobody knows."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{id(subject)}")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(subject.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 2 * YEAR)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca, length), critical=True)
    )
    if names:
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if strange:
        made = made.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00"), critical=True)
    return made.sign(by.key if by else subject, hashes.SHA256())


def authority(by: Authority | None = None, **options: Any) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    return Authority(certificate(key, by, **{"ca": True, **options}), key)


ROOT = authority()
MIDDLE = authority(ROOT)
ADDRESS = (x509.UniformResourceIdentifier(SITE),)


def leaf(by: Authority = MIDDLE, **options: Any) -> x509.Certificate:
    assert isinstance(SCHOOL.key, ec.EllipticCurvePrivateKey)
    return certificate(SCHOOL.key, by, **{"names": ADDRESS, **options})


def x5c(*chain: x509.Certificate) -> list[str]:
    return [b64encode(item.public_bytes(Encoding.DER)).decode() for item in chain]


def shown(*chain: x509.Certificate, **options: Any) -> Report:
    """A token with these certificates, to somebody who trusts the root."""
    text = sd_jwt({"iss": SITE, "vct": "https://university.example/degree"}, SCHOOL, kid=None, x5c=x5c(*chain))
    return judge(text, **{"authorities": [ROOT.certificate], **options})


@pytest.mark.parametrize("chain", [(leaf(), MIDDLE.certificate), (leaf(), MIDDLE.certificate, ROOT.certificate), (leaf(ROOT),)])
def test_a_chain_to_an_authority_shows_the_issuer(chain: tuple[x509.Certificate, ...]) -> None:
    report = shown(*chain)
    assert codes(report) == {}
    assert report.verdict is Verdict.VERIFIED


def test_the_host_of_the_issuer_is_enough() -> None:
    assert shown(leaf(ROOT, names=(x509.DNSName("university.example"),))).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    "chain",
    [
        (leaf(), MIDDLE.certificate, ROOT.certificate),
        (leaf(MIDDLE),),
        (certificate(SCHOOL.key, None, names=ADDRESS),),  # type: ignore[arg-type]  # a P-256 key, as above
    ],
)
def test_a_chain_to_nobody_whom_one_knows_leaves_the_issuer_open(chain: tuple[x509.Certificate, ...]) -> None:
    report = shown(*chain, authorities=[authority().certificate])
    assert codes(report) == {"issuer": "KEY_UNBOUND"}
    assert found(report, "signature").outcome is Outcome.PASSED


@pytest.mark.parametrize("names", [(), (x509.DNSName("evil.example"),), (x509.UniformResourceIdentifier(f"{SITE}.evil.example"),)])
def test_a_certificate_for_another_is_not_the_issuers(names: tuple[x509.GeneralName, ...]) -> None:
    assert codes(shown(leaf(ROOT, names=names))) == {"issuer": "ISSUER_NOT_BOUND"}


@pytest.mark.parametrize(
    ("chain", "code"),
    [
        ((leaf(until=NOON - YEAR), MIDDLE.certificate), "KEY_EXPIRED"),
        ((leaf(until=NOON + 4 * YEAR), MIDDLE.certificate), "KEY_EXPIRED"),
        ((leaf(), authority(ROOT).certificate), "KEY_CHAIN"),
        ((leaf(strange=True), MIDDLE.certificate), "KEY_CHAIN"),
        ((leaf(Authority(leaf(), SCHOOL.key)), leaf(), MIDDLE.certificate), "KEY_CHAIN"),  # type: ignore[arg-type]  # as above
        ((leaf(authority(authority(ROOT, length=0))),), "KEY_UNBOUND"),
    ],
)
def test_a_chain_that_does_not_hold_shows_nothing(chain: tuple[x509.Certificate, ...], code: str) -> None:
    assert codes(shown(*chain)) == {"issuer": code}


def test_an_authority_that_may_only_sign_keys_signs_no_authority() -> None:
    short = authority(ROOT, length=0)
    below = authority(short)
    assert codes(shown(leaf(below), below.certificate, short.certificate)) == {"issuer": "KEY_CHAIN"}


@pytest.mark.parametrize("value", [[], "x", ["AAAA"], [5], x5c(*[ROOT.certificate] * 7)])
def test_certificates_that_cannot_be_read_are_no_key(value: Any) -> None:
    text = sd_jwt({"iss": SITE, "vct": "x"}, SCHOOL, kid=None, x5c=value)
    assert codes(judge(text)) == {"key": "KEY_UNRESOLVABLE"}


def test_a_key_that_the_issuer_lists_needs_no_authority() -> None:
    text = token(badge(SCHOOL), SCHOOL, kid=None, x5c=x5c(leaf()))
    assert codes(judge(text)) == {"issuer": "KEY_UNBOUND"}
    assert judge(text, FakeWeb({SITE: raw(SCHOOL.document())})).verdict is Verdict.VERIFIED
    assert judge(text, authorities=[MIDDLE.certificate]).verdict is Verdict.VERIFIED


def test_another_key_than_that_of_the_certificate_does_not_match() -> None:
    other = Issuer("P-256", issuer("P-256").key, SITE)
    text = sd_jwt({"iss": SITE, "vct": "x"}, other, kid=None, x5c=x5c(leaf(ROOT)))
    assert codes(judge(text, authorities=[ROOT.certificate])) == {"signature": "BAD_SIGNATURE"}


def test_authorities_are_read_from_a_file_of_certificates() -> None:
    pem = b"".join(item.certificate.public_bytes(Encoding.PEM) for item in (ROOT, MIDDLE))
    assert read_authorities(pem) == (ROOT.certificate, MIDDLE.certificate)
    with pytest.raises(ValueError):
        read_authorities(b"nothing")
