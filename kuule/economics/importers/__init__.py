"""Money and customers, from files."""
