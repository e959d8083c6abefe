"""What the reconcile operator reads of the store, Sync History and the ERP, and what it makes of it."""
