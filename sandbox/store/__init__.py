"""A strict stand-in for a BigCommerce store: REST V2 and V3 as bigcommerce-api (docs/sources.md) describes them."""
