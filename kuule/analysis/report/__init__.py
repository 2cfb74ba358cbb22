"""The report of an analysis, as one HTML file and as PDF: the same words, figures and pictures in both."""
