-- Makes room for the results of a run that is repeated.
DELETE FROM checklist_result WHERE store = :store AND run_id = :run_id
