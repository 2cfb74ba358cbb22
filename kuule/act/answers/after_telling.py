"""What those do later who were told what was done: whether they answer again, and what they say then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kuule import stats
from kuule.act.models import Initiative, Telling
from kuule.act.rules.telling import TOLD_PERSON
from kuule.act.selectors.telling import telling_counts
from kuule.dispatch.models import Invitation
from kuule.economics.answers.watched import end_of
from kuule.economics.rules.groups import Answer
from kuule.economics.selectors.standings import named_answers

# Fewer on either side would speak of a few people.
LEAST_PEOPLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterTelling:
    """How many were told, wait or were left out, how many mails have left, and what came later.

    `opened` counts mails of which a provider told that they were opened, `wrote_back` those that were answered by mail.
    `asked_again` of the told were asked something after it, and `answered` of them answered. `moved` compares how far
    the told moved, on the scale from 0 to 10, with others who were not told and started from the same scores; None
    with fewer than `LEAST_PEOPLE` on either side. Nobody was told by chance: it is an association.
    """

    told: int
    waiting: int
    left_out: int
    sent: int
    opened: int
    wrote_back: int
    asked_again: int
    answered: int
    told_with_both: int
    others_with_both: int
    moved: stats.Comparison | None


def after_telling(initiative: Initiative, *, day: date) -> AfterTelling:
    """Return what came after the telling of an initiative, as known on a day."""
    rows = Telling.objects.filter(initiative=initiative, state=TOLD_PERSON).values_list("contact_id", "decided_at")
    told = {contact: told_at for contact, told_at in rows if told_at is not None}
    asked = Invitation.objects.filter(workspace=initiative.workspace_id, contact__pk__among=sorted(told))
    later = [
        (contact, answered_at)
        for contact, asked_at, answered_at in asked.filter(asked_at__isnull=False).values_list(
            "contact_id", "asked_at", "answered_at"
        )
        if contact is not None and asked_at is not None and asked_at > told[contact]
    ]
    moved, told_both, others_both = _moved(initiative, set(told), day)
    return AfterTelling(
        **telling_counts(initiative),
        asked_again=len({contact for contact, _answered in later}),
        answered=len({contact for contact, answered in later if answered is not None}),
        told_with_both=told_both,
        others_with_both=others_both,
        moved=moved,
    )


def _moved(initiative: Initiative, told: set[int], day: date) -> tuple[stats.Comparison | None, int, int]:
    began = initiative.telling_began_at
    if began is None or not told:
        return None, 0, 0
    answers = named_answers(initiative.workspace, until=end_of(day, initiative.workspace))
    both = _before_and_after(answers, began.date())
    is_told = [person in told for person, _before, _after in both]
    n_told = sum(is_told)
    if min(n_told, len(both) - n_told) < LEAST_PEOPLE:
        return None, n_told, len(both) - n_told
    comparison = stats.drift_of_comparable(
        [float(before.score) for _person, before, _after in both],
        [float(after.score) for _person, _before, after in both],
        [float(each) for each in is_told],
        [before.customer for _person, before, _after in both],
    )
    return comparison, n_told, len(both) - n_told


def _before_and_after(answers: Iterable[Answer], began: date) -> list[tuple[object, Answer, Answer]]:
    """Return the people who answered until the day of the telling and after it: the last before, the first after."""
    before: dict[object, Answer] = {}
    after: dict[object, Answer] = {}
    for each in sorted(answers, key=lambda answer: answer.day):
        if each.day <= began:
            before[each.person] = each
        else:
            after.setdefault(each.person, each)
    return [(person, before[person], after[person]) for person in before if person in after]
