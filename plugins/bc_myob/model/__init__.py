"""The vocabulary: entities, statuses and their transitions, records, money, errors. Imports nothing of ours."""
