-- Says why a line of Sync History cannot be changed.
CREATE FUNCTION sync_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'sync_history is append-only';
END
$$
