"""What loyalty is worth, from the company's own data: value, growth, renewals, and whether it worked."""
