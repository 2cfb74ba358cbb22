"""The properties that a file brings."""

from datetime import datetime

from kuule.contacts.rules.columns import PROPERTY_OF, ColumnMapping
from kuule.contacts.selectors import known_kinds
from kuule.contacts.services.import_changes import PROPERTY, Changes
from kuule.contacts.services.properties import define_property
from kuule.jobs.models import Job
from kuule.workspaces.rules import Actor


def adopt_properties(*, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> None:
    """Define the properties of a mapping that are not there yet. Call it inside a transaction."""
    known = known_kinds(job.workspace)
    changes = Changes(job)
    for column in mapping.columns:
        of = PROPERTY_OF.get(column.to)
        if of is None or (of, column.key) in known:
            continue
        defined = define_property(
            workspace=job.workspace,
            key=column.key,
            label=column.header[:200],
            kind=column.kind,
            of=of,
            actor=actor,
            now=now,
        )
        changes.added(PROPERTY, [defined.pk])
    changes.write()
