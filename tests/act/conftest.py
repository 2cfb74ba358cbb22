"""What tests of this room can ask for."""

from tests.insight.conftest import anna, programme

__all__ = ["anna", "programme"]
