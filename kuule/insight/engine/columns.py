"""What of an answer is kept for counting, and nothing else: no words, names or addresses.

Days, weeks, months and quarters are whole numbers in the time zone of the workspace (since 1970, and since the year 0),
moments are microseconds since 1970 in UTC.
"""

# Raise it whenever a table here changes: copies of another version are made anew.
VERSION = 2

# What is known of each answer, in the order in which it is fed. Only answers that are counted have a row.
ANSWER = {
    "workspace_id": "int64",
    "answer_id": "int64",
    "survey_id": "int64",
    "account_id": "int64",
    "team_id": "int64",
    "contact_id": "int64",
    "channel": "word",
    "language": "word",
    "score": "int16",
    "scale": "word",
    "has_words": "int16",
    "moment": "int64",
    "dayno": "int32",
    "weekno": "int32",
    "monthno": "int32",
    "quarterno": "int32",
    # The quarter of this person's first answer to a survey of the family, and whether it is their latest.
    "first_quarter": "int32",
    "is_latest": "int16",
}
# One row a property that an answer had when it was given, with all that is known of the answer beside it: a question
# by one property then needs no join.
PROPERTY = {**ANSWER, "property": "word", "value": "word"}
# How many answers were alike on a day.
CUBE_KEYS = (
    *("workspace_id", "survey_id", "channel", "language", "score", "scale"),
    *("dayno", "weekno", "monthno", "quarterno"),
)
CUBE = {**{name: ANSWER[name] for name in CUBE_KEYS}, "n": "int64"}
# The same for each value of a property.
PROPERTY_CUBE = {**CUBE, "property": "word", "value": "word"}
