"""What has to be so before very many are asked: higher rooms that know of it register a gate."""

from collections.abc import Callable

from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Refused

# Returns how many people would be asked; to count very many takes a while, so that only who needs it asks.
Count = Callable[[], int]
# Returns why a workspace may not ask so many people yet, None for a programme that goes on; "" if it may.
Gate = Callable[[Workspace, Count | None], str]
_GATES: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Let a room say when many may not be asked yet; called once by its `apps.py`."""
    _GATES.append(gate)


def pass_gates(workspace: Workspace, *, people: Count | None) -> None:
    """Raise Refused with the code of the first gate that is closed."""
    for gate in _GATES:
        if code := gate(workspace, people):
            raise Refused(code)
