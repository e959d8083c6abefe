-- A transaction that only reads: waits for nobody.
BEGIN DEFERRED
