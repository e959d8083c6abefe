"""The HTTP side: addresses, parameters, status codes."""
