"""Reconciliation: the store, Sync History and the ERP compared record by record. Pure: books in, findings out."""
