"""Guesses about a file: which columns are score, comment and date, on which scale, in which order of day and month.

A name counts, and what stands below it. Each guess is said wherever the figures are shown.
"""
