-- Writes the results of one run of the checklist.
INSERT INTO checklist_result (
    store, run_id, row_key, position, dag_id, at, form, tab, criterion, required, accepted, result, evidence, what_to_do,
    breaks, waits_for
) VALUES (
    :store, :run_id, :row_key, :position, :dag_id, :at, :form, :tab, :criterion, :required, :accepted, :result, :evidence,
    :what_to_do, :breaks, :waits_for
)
