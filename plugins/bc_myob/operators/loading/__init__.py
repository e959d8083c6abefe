"""What the load operator does with a batch: look up, mark, write, compare, release, record."""
