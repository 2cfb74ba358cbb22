"""How many times as often promoters do something as detractors: what was published, to stand beside one's own."""

from collections.abc import Mapping

REPURCHASE, FORGIVENESS, TRYING = "repurchase", "forgiveness", "trying"
MULTIPLIERS = (REPURCHASE, FORGIVENESS, TRYING)
# Temkin Group (now XM Institute): "Economics of Net Promoter Score", 2017. Consumers in the United States said what
# they would do: these are intentions in a survey, not what anybody did.
PUBLISHED: Mapping[str, float] = {REPURCHASE: 4.2, FORGIVENESS: 5.6, TRYING: 7.2}
# Whoever bought or renewed so many days after something went badly wrong has forgiven it.
FORGIVEN_WITHIN_DAYS = 180
