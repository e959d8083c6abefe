"""The store's routes, one module per resource."""
