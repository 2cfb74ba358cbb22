"""Words for codes: why a file cannot be read, why a question cannot be answered, what is odd about the answers."""
