"""Assistants: programs that talk with people and ask Kuule on their behalf, by the Model Context Protocol.

Each tool is one call of the API with the key of the assistant, so that nothing is given out here that the key could
not read there, and the pace, the masks and the refusals are the same.
"""
