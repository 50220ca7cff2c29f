-- core.event is append-only, its partitions too (TRUNCATE guards of months: make_partitions).
create or replace trigger append_only before update or delete on core.event
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on core.event
    for each statement execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on core.event_default
    for each statement execute function core._refuse_change();
