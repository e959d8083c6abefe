"""A stand-in MYOB Advanced (Acumatica) tenant: its contract-based REST API, strict where the answer is known.

Where nobody knows, a switch decides (see `options`). Section numbers in docstrings are those of
`reference/myob-advanced-api.md`, the project's notes on the real API.
"""
