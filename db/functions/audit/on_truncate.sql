-- Proofs are forgotten row by row, after a month.
create or replace trigger never_truncated before truncate on audit.proof
    for each statement execute function core._refuse_change();
