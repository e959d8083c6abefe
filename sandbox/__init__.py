"""Stand-ins for the two systems: a BigCommerce store and a MYOB Advanced tenant. Nothing here imports the product."""
