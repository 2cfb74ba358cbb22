"""The pages on which people act on what customers said."""
