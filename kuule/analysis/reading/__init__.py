"""From a table to answers: the columns that were asked for or guessed, each cell judged once."""
