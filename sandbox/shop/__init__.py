"""The little shop both stand-ins tell of: one catalogue, so that the store's SKUs exist in the ERP."""
