-- The generic triggers of the machine circuit.
create or replace trigger zz_guard before insert or update or delete on core.circuit
    for each row execute function core._guard('circuit');
create or replace trigger zz_record after insert or update on core.circuit
    for each row execute function core._record('circuit');
create or replace trigger zz_truncate before truncate on core.circuit
    for each statement execute function core._refuse_change();
