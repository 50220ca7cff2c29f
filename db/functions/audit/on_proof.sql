-- What was proved last is replaced, invariant by invariant, and never emptied at once.
create or replace trigger never_truncated before truncate on audit.proof
    for each statement execute function core._refuse_change();
