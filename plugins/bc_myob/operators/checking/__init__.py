"""What the checklist and discover ask both systems, and the walk-throughs on a test store."""
