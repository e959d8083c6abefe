"""A stand-in MYOB Advanced (Acumatica) tenant: its contract-based REST API, strict where the answer is known.

Where nobody knows, a switch decides (see `options`). Section numbers in docstrings are those of
`myob-advanced-api`, the project's notes on the real API: docs/sources.md says what they were read from.
"""
