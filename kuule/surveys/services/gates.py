"""What has to be so before very many are asked: higher rooms that know of it register a gate."""

from collections.abc import Callable, Sequence

from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Refused


class GateClosed(Refused):
    """So many may not be asked yet: the people named here have not accepted, and `url` leads to where they do.

    Without a name nobody has been asked to accept yet.
    """

    def __init__(self, code: str, *, names: Sequence[str], url: str) -> None:
        super().__init__(code, names=tuple(names), url=url)
        self.names, self.url = tuple(names), url


# Returns how many people would be asked; to count very many takes a while, so that only who needs it asks.
Count = Callable[[], int]
# Returns why a workspace may not ask so many people yet, None if it may. The count is None where there is no end to it:
# for a programme that goes on, a touchpoint, or a link.
Gate = Callable[[Workspace, Count | None], GateClosed | None]
_GATES: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Let a room say when many may not be asked yet; called once by its `apps.py`."""
    _GATES.append(gate)


def pass_gates(workspace: Workspace, *, people: Count | None = None) -> None:
    """Raise what the first gate says that is closed."""
    for gate in _GATES:
        if closed := gate(workspace, people):
            raise closed
