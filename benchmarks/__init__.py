"""What it costs: calls per record, own time per record, memory. Counted at the sandbox, never asserted by time."""
