-- What this transaction has written since an id was made and rows were counted, for a rehearsal that is
-- about to be undone: orders to outside parties are those aggregates that have a drain.
create or replace function admin._rehearsed(
    told      admin.rehearsal,
    counted   admin.rehearsed_row[],
    since_id  uuid
)
    returns admin.rehearsal
    language plpgsql volatile security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    select array_agg(row(w.table_name, w.inserted - coalesce(b.inserted, 0),
               w.updated - coalesce(b.updated, 0), w.deleted - coalesce(b.deleted, 0)
               )::admin.rehearsed_row order by w.table_name)
      into told.rows
      from unnest(admin._written()) as w
      left join unnest(counted) as b on b.table_name = w.table_name
     where (w.inserted, w.updated, w.deleted) is distinct from (b.inserted, b.updated, b.deleted);
    select array_agg(row(j.kind, a.kind, a.owner_id, e.amount_cents, e.currency
               )::admin.rehearsed_entry order by j.id, e.line)
      into told.entries
      from ledger.journal as j
      join ledger.entry as e on e.journal_id = j.id
      join ledger.account as a on a.id = e.account_id
     where j.transaction_id = pg_current_xact_id() and j.id >= since_id;
    select array_agg(row(v.aggregate, v.aggregate_id, v.event, v.from_state, v.to_state
               )::admin.rehearsed_event order by v.id)
      into told.events
      from core.event as v
     where v.transaction_id = pg_current_xact_id() and v.id >= since_id;
    select array_agg(row(o.kind, o.id, o.state, o.payee_id, o.amount_cents, o.currency
               )::admin.rehearsed_order order by o.id)
      into told.orders
      from (select distinct on (d.kind, v.aggregate_id) coalesce(s.kind, d.kind) as kind,
                   v.aggregate_id as id, v.to_state as state, coalesce(s.payee_id, i.payer_id) as payee_id,
                   coalesce(s.amount_cents, i.amount_cents) as amount_cents,
                   coalesce(s.currency, i.currency)::text as currency
              from core.event as v
              join core.drain as d on d.aggregate = v.aggregate
              left join settlement.settlement as s on s.id = v.aggregate_id
              left join stripe.intent as i on i.id = v.aggregate_id
             where v.transaction_id = pg_current_xact_id() and v.id >= since_id
             order by d.kind, v.aggregate_id, v.id desc) as o;
    return told;
end $$;
