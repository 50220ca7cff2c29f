-- The hash of one journal's leaf as the journal is now; null where there is none. Not inlined: the
-- planner would make the leaves of all journals to join a few.
create or replace function ledger._leaf_hash(journal_id uuid)
    returns bytea
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select l.hash from ledger._leaves() as l where l.journal_id = journal_id);
end $$;
