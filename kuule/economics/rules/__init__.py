"""What the words of money and of customers mean in this room."""

# What a line of the ledger is. A refund takes away from revenue: its amount is kept below zero.
REVENUE, REFUND, COST = "revenue", "refund", "cost"
ENTRY_KINDS = (REVENUE, REFUND, COST)

# How a contract ended, "" as long as nobody said.
RENEWED, LOST = "renewed", "lost"
OUTCOMES = ("", RENEWED, LOST)

# What happened with a customer that is no sale: they left; something went badly wrong; they were made an offer (taken
# or not); they recommended; somebody from the company spoke with them after an answer (or, picked at random, did not).
LEFT, INCIDENT, OFFER, REFERRAL, CONTACTED = "left", "incident", "offer", "referral", "contacted"
EVENT_KINDS = (LEFT, INCIDENT, OFFER, REFERRAL, CONTACTED)

# What brought a new customer. Who was recommended is earned, who was advertised or sold to is bought; nobody knows of
# those without a row.
RECOMMENDED, ADVERTISING, SELLING, OTHER = "recommended", "advertising", "selling", "other"
ORIGINS = (RECOMMENDED, ADVERTISING, SELLING, OTHER)
EARNED = frozenset({RECOMMENDED})

# Who said what brought them: the customer in a survey, a file or another system, a member by hand.
BY_ANSWER, BY_FILE, BY_API, BY_HAND = "answer", "file", "api", "hand"
SOURCES = (BY_ANSWER, BY_FILE, BY_API, BY_HAND)

DEFAULT_CURRENCY = "EUR"
# What a year's money is worth less than today's, and how many years a lifetime is looked at, unless a company says.
DEFAULT_DISCOUNT, DEFAULT_HORIZON_YEARS = "0.10", 5
# After so many days without a sale a customer without a contract counts as gone, from the last sale on.
DEFAULT_SILENT_DAYS = 365

# The ways a rate is quoted: what one unit of the other currency costs, or how many of them one unit of ours buys.
COSTS, BUYS = "costs", "buys"
QUOTES = (COSTS, BUYS)

# The kind of job that converts many amounts anew.
CONVERSION = "money_conversion"

# Told again with other values: the row has the new ones now.
CHANGED = "changed"
# What a column of money holds: 14 digits and 4 decimals; of a rate, 10 and 10.
MOST_AMOUNT, AMOUNT_STEP = 10**14, "0.0001"
MOST_RATE, RATE_STEP = 10**10, "0.0000000001"
LONGEST_ID, LONGEST_PRODUCT, LONGEST_NOTE = 200, 200, 200
