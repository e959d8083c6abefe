-- A transaction that writes takes the lock at once: what it reads stays true until it commits.
BEGIN IMMEDIATE
