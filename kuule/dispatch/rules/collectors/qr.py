"""A sheet of paper with a code to point a phone at."""

from kuule.dispatch.rules.collectors.base import CollectorKind

QR = CollectorKind("qr", "q")
