"""Alerts: set up, given what to tell, gathered into messages, and handed over."""
