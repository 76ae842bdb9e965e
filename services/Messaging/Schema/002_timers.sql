-- What fired or was armed anew leaves dead rows: cleared away soon and without pauses, as claims pass over them until then.
ALTER TABLE messaging.timers SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
