-- Makes room for the counts of a run that is repeated.
DELETE FROM reconciliation_count WHERE store = :store AND run_id = :run_id
