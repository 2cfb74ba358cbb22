"""The own link of somebody who works here, to share by hand, maybe for one account."""

from kuule.dispatch.rules.collectors.base import CollectorKind

MEMBER_LINK = CollectorKind("member_link", "by", is_personal=True)
