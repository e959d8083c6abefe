"""Starts what the project needs on one machine: set-up, demo, user interface, runs of a configured store.

`python -m runner demo|up|run|migrate`; the Makefile calls it. `bootstrap` alone needs nothing but Python.
"""
