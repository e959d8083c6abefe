"""The implementation checklist as data: what must be set up, how it is seen, what breaks without it. Pure."""
