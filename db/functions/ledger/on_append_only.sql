-- Journals, entries, snapshots and seals are written once; accounts are never deleted.
create or replace trigger append_only before update or delete on ledger.journal
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on ledger.journal
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on ledger.entry
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on ledger.entry
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on ledger.snapshot
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on ledger.snapshot
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on ledger.seal
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on ledger.seal
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on ledger.seal_leaf
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on ledger.seal_leaf
    for each statement execute function core._refuse_change();
create or replace trigger never_deleted before delete on ledger.account
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on ledger.account
    for each statement execute function core._refuse_change();
