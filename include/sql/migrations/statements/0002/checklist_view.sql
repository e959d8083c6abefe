-- What every run of the implementation checklist found, for people and BI: columns are only ever added.
CREATE VIEW checklist_view AS
SELECT
    store,
    run_id,
    at,
    position,
    row_key,
    form,
    tab,
    criterion,
    required,
    accepted,
    result,
    evidence,
    what_to_do,
    breaks
FROM checklist_result
