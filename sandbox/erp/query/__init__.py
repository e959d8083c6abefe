"""Reading with `$filter`, `$select` and `$expand`."""
