"""What the lines of a file say about how people like to be reached: kept beside the person, undone with the rest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kuule.contacts.models import Contact, ImportChange
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.rules.wishes import WISH_FIELDS, Wishes, as_values, from_values, with_said
from kuule.contacts.selectors.wishes import wishes_of
from kuule.contacts.services.import_changes import PREFERENCE, Changes
from kuule.contacts.services.preferences import keep_wishes
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace


class Wished:
    """The wishes of the people of one batch, as they were and as the lines want them."""

    def __init__(self, job: Job, known: Iterable[int], persons: Iterable[PersonRow]) -> None:
        self._job = job
        says_any = any(not person.fields.keys().isdisjoint(WISH_FIELDS) for person in persons)
        self._was = wishes_of(job.workspace, contact_ids=known) if says_any else {}
        self._new: list[tuple[Contact, Wishes]] = []

    def take(self, contact: Contact, row: PersonRow) -> bool:
        """Note what a line says about somebody; tell whether that is news."""
        was = self._was.get(contact.pk, Wishes())
        wishes = with_said(was, row.fields)
        if wishes != was:
            self._new.append((contact, wishes))
        return wishes != was

    def write(self, changes: Changes) -> None:
        """Keep them, with what it takes to undo that, also of people who are new: else their wishes would hold them."""
        keep_wishes(workspace=self._job.workspace, wishes={contact.pk: wishes for contact, wishes in self._new})
        for contact, wishes in self._new:
            was = as_values(self._was.get(contact.pk, Wishes()))
            changes.changed(PREFERENCE, contact.pk, was=was, became=as_values(wishes))


def fields_but_wishes(row: PersonRow) -> dict[str, str]:
    """Return the fields of a line that are columns of a contact."""
    return {name: value for name, value in row.fields.items() if name not in WISH_FIELDS}


def restore_wishes(workspace: Workspace, changes: Sequence[ImportChange]) -> Counter[str]:
    """Undo changes of wishes, the newest first, where they still are as the import left them."""
    kept = Contact.objects.filter(workspace=workspace, pk__in={each.row_id for each in changes})
    there = set(kept.values_list("pk", flat=True))
    now = {pk: as_values(wishes) for pk, wishes in wishes_of(workspace, contact_ids=there).items()}
    counted: Counter[str] = Counter()
    for change in changes:
        if change.row_id in there:
            values = now.get(change.row_id, as_values(Wishes()))
            is_as_left = all(values[name] == value for name, value in change.after.items())
            now[change.row_id] = {**values, **change.before} if is_as_left else values
            counted[f"{PREFERENCE}_{'restored' if is_as_left else 'kept'}"] += 1
    keep_wishes(workspace=workspace, wishes=_wishes(now))
    return counted


def _wishes(values: Mapping[int, Mapping[str, str]]) -> dict[int, Wishes]:
    return {pk: from_values(each) for pk, each in values.items()}
