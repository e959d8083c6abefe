"""Pure functions: BigCommerce records in, MYOB Advanced documents and outcomes out."""
