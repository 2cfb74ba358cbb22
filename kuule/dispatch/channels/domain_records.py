"""Asking the domain name system what a domain says about who may send in its name."""

from collections.abc import Sequence
from typing import Any

import checkdmarc.dmarc
import checkdmarc.spf
import checkdmarc.utils
import dns.exception
import dns.resolver
from django.conf import settings

from kuule.dispatch.rules.sending_domains import (
    BROKEN,
    DKIM,
    DMARC,
    FINE,
    MISSING,
    NO_ANSWER,
    NOT_KNOWN,
    NOT_NAMED,
    OPEN_TO_ALL,
    REVOKED,
    SEVERAL,
    SPF,
    USUAL_SELECTORS,
    WATCHING,
    Finding,
    spf_includes,
)

SECONDS = 3.0
_NOTHING = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer)


def findings_on(domain: str, *, selector: str, needed: str) -> list[Finding]:
    """Return what a domain says of itself.

    `selector` names its DKIM key; with "" the usual names are tried. `needed` is the domain that SPF must include.
    """
    # Whoever has just mended a record looks again to see it.
    checkdmarc.utils.DNS_CACHE.clear()
    resolver = _resolver()
    return [_spf(domain, needed, resolver), _dkim(domain, selector, resolver), _dmarc(domain, resolver)]


def _resolver() -> dns.resolver.Resolver:
    if settings.KUULE_DNS_SERVER is None:
        resolver = dns.resolver.Resolver()
    else:
        resolver = dns.resolver.Resolver(configure=False)
        host, _colon, port = settings.KUULE_DNS_SERVER.rpartition(":")
        resolver.nameservers, resolver.port = [host], int(port)
    resolver.lifetime = SECONDS
    return resolver


def _spf(domain: str, needed: str, resolver: dns.resolver.Resolver) -> Finding:
    found: dict[str, Any] = checkdmarc.spf.check_spf(domain, resolver=resolver)
    record = str(found.get("record") or "")
    if not found.get("valid"):
        return _invalid(SPF, record, str(found.get("error", "")))
    parsed: dict[str, Any] = found["parsed"]
    if parsed.get("all") == "pass":
        return Finding(SPF, OPEN_TO_ALL, record)
    if needed and needed not in spf_includes(parsed):
        return Finding(SPF, NOT_NAMED, record, needed)
    return Finding(SPF, FINE, record)


def _dmarc(domain: str, resolver: dns.resolver.Resolver) -> Finding:
    found: dict[str, Any] = dict(checkdmarc.dmarc.check_dmarc(domain, resolver=resolver))
    record = str(found.get("record") or "")
    if not found.get("valid"):
        return _invalid(DMARC, record, str(found.get("error", "")))
    policy = str(found["tags"]["p"]["value"])
    return Finding(DMARC, WATCHING if policy == "none" else FINE, record, policy)


def _invalid(about: str, record: str, error: str) -> Finding:
    said = error.lower()
    if "multiple" in said:
        return Finding(about, SEVERAL)
    if not record and ("does not exist" in said or "not exist" in said or "no spf" in said or "does not have" in said):
        return Finding(about, MISSING)
    if not record and ("timed out" in said or "timeout" in said or "lifetime" in said or "nameservers" in said):
        return Finding(about, NO_ANSWER)
    return Finding(about, BROKEN if record else MISSING, record, error[:200])


def _dkim(domain: str, selector: str, resolver: dns.resolver.Resolver) -> Finding:
    for name in (selector,) if selector else USUAL_SELECTORS:
        try:
            records = _texts(f"{name}._domainkey.{domain}", resolver)
        except dns.exception.DNSException:
            return Finding(DKIM, NO_ANSWER)
        keys = [record for record in records if "p=" in record]
        if keys:
            parts = dict(part.strip().partition("=")[::2] for part in keys[0].split(";"))
            return Finding(DKIM, FINE if parts.get("p", "").strip() else REVOKED, keys[0], name)
    return Finding(DKIM, MISSING, detail=selector) if selector else Finding(DKIM, NOT_KNOWN)


def _texts(name: str, resolver: dns.resolver.Resolver) -> Sequence[str]:
    try:
        answers = resolver.resolve(name, "TXT")
    except _NOTHING:
        return []
    return [b"".join(each.strings).decode(errors="replace") for each in answers]
