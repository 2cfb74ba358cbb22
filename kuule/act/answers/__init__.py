"""What is worked out of feedback, cases and promises."""
