"""What this room shows on pages of lower rooms."""

from kuule.economics.receivers.accounts import account_renewal

__all__ = ["account_renewal"]
