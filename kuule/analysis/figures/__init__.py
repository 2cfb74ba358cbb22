"""From answers to figures: the score with its interval, its trend, its groups, and what is odd about the answers."""
