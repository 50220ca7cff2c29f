-- The escrow machine's generic triggers.
create or replace trigger zz_guard before insert or update or delete on escrow.escrow
    for each row execute function core._guard('escrow');
create or replace trigger zz_record after insert or update on escrow.escrow
    for each row execute function core._record('escrow');
create or replace trigger zz_truncate before truncate on escrow.escrow
    for each statement execute function core._refuse_change();
