-- Keep a run that looked at everything, or that found or closed anything, with what a full one checked.
create or replace function audit._reconciled(answer stripe.reconciliation, began_at timestamptz)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    run_id uuid := core.new_id();
begin
    if not answer.is_full and answer.found + answer.closed = 0 then
        return;
    end if;
    insert into audit.reconciliation (id, is_full, read_to_at, examined, found, closed, began_at)
    values (run_id, answer.is_full, answer.read_to_at, answer.examined, answer.found, answer.closed, began_at);
    insert into audit.reconciliation_check (reconciliation_id, name, statement, differences)
    select run_id, k.kind, k.comment, (select count(*) from audit.finding as f
            where f.kind = k.kind and f.closed_at is null)
      from audit.finding_kind as k
     where answer.is_full and k.is_reconciled and k.kind <> 'invariant_broken'
    union all
    select run_id, b.name, obj_description(to_regclass('audit._proves_' || b.name), 'pg_class'),
           core._count(to_regclass('audit._proves_' || b.name))
      from audit._books_checked() as b (name)
     where answer.is_full;
end $$;
