-- Makes room for the findings of a run that is repeated.
DELETE FROM reconciliation_finding WHERE store = :store AND run_id = :run_id
