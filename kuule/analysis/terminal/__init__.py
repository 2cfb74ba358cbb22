"""An analysis on the terminal: calm, in English, the same with and without colours."""
