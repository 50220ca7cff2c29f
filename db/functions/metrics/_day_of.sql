-- A city's day as it stands in the ledger: what moved in it, and what stood at its end: what stood at the end
-- of the day before, where that is kept, and what moved since.
create or replace function metrics._day_of(city_id uuid, day date)
    returns metrics.daily_report
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    place city.city;
    before metrics.daily_report;
    begins timestamptz;
    ends timestamptz;
    answer metrics.daily_report;
begin
    select c.* into strict place from city.city as c where c.id = city_id;
    begins := day::timestamp at time zone place.time_zone;
    ends := (day + 1)::timestamp at time zone place.time_zone;
    select r.* into before from metrics.daily_report as r where r.city_id = place.id and r.day = day - 1;
    answer.city_id := place.id;
    answer.day := day;
    answer.currency := place.currency;
    answer.taken_at := core.now();
    select coalesce(-sum(l.amount_cents) filter (where l.at >= begins and a.kind = 'stripe'
               and j.kind in ('fund', 'payment_suspended')), 0),
           coalesce(sum(l.amount_cents) filter (where l.at >= begins and a.kind in ('payable', 'fee')
               and j.kind in ('release', 'partial')), 0),
           coalesce(sum(l.amount_cents) filter (where l.at >= begins and a.kind = 'fee'), 0),
           coalesce(sum(l.amount_cents) filter (where l.at >= begins and a.kind = 'stripe'
               and j.kind in ('refund_settled', 'refund_reversed', 'refund_outside')), 0),
           coalesce(sum(l.amount_cents) filter (where l.at >= begins and a.kind = 'stripe'
               and j.kind in ('transfer', 'transfer_reversed')), 0),
           coalesce(-sum(l.amount_cents) filter (where l.at >= begins and a.kind = 'chargeback'), 0),
           coalesce(sum(l.amount_cents) filter (where a.kind = 'escrow'), 0) + coalesce(before.held_cents, 0),
           coalesce(sum(l.amount_cents) filter (where a.kind in ('payable', 'refund_due')), 0)
               + coalesce(before.outstanding_cents, 0)
      into answer.collected_cents, answer.released_cents, answer.fee_cents, answer.refunded_cents,
           answer.paid_out_cents, answer.lost_cents, answer.held_cents, answer.outstanding_cents
      from ledger.entry as l
      join ledger.journal as j on j.id = l.journal_id
      join ledger.account as a on a.id = l.account_id
      join escrow.escrow as e on e.id = l.escrow_id
      join task.task as t on t.id = e.task_id and t.city_id = place.id
     where l.at < ends and l.at >= case when before.day is null then '-infinity' else begins end
       and l.currency = place.currency;
    select coalesce(-sum(l.amount_cents), 0) into answer.cost_cents
      from ledger.entry as l
      join ledger.account as a on a.id = l.account_id and a.kind = 'processing_cost'
      join ledger.journal as j on j.id = l.journal_id and j.kind = 'processing_fee'
      join stripe.statement_line as f on f.id = j.source_id
      join stripe.intent as i on i.provider_intent_id = f.provider_intent_id
      join escrow.escrow as e on e.id = i.escrow_id
      join task.task as t on t.id = e.task_id and t.city_id = place.id
     where l.at >= begins and l.at < ends and l.currency = place.currency;
    select count(*) into answer.completed_tasks from task.task as t
     where t.city_id = place.id and t.completed_at >= begins and t.completed_at < ends;
    select coalesce(sum(s.amount_cents), 0) into answer.in_doubt_cents
      from settlement.settlement as s
      join escrow.escrow as e on e.id = s.escrow_id
      join task.task as t on t.id = e.task_id and t.city_id = place.id
     where s.finished_at is null and s.state in ('SUBMITTED', 'CONFIRMED') and s.currency = place.currency;
    return answer;
end $$;
