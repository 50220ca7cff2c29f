-- What Stripe tells of an account, its newest word alone. Where transfers are open now, what waited for them
-- goes out, and what was refused for the account's sake is ordered anew. Locks the account's row, then its
-- settlements by id.
create or replace function stripe._account_told(account_id uuid, told jsonb, told_at timestamptz)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known stripe.connected_account;
    is_open boolean := coalesce(told #>> '{capabilities,transfers}' = 'active', false);
    destination text := told #>> '{external_accounts,data,0,fingerprint}';
    waiting settlement.settlement;
    delay interval;
begin
    select c.* into strict known from stripe.connected_account as c
     where c.account_id = account_id for no key update;
    if known.told_at > told_at then
        return;
    end if;
    update stripe.connected_account as c
       set details_submitted = coalesce((told ->> 'details_submitted')::boolean, false),
           payouts_enabled = coalesce((told ->> 'payouts_enabled')::boolean, false),
           transfers_enabled = is_open, told_at = told_at,
           requirements = coalesce((select array_agg(r.value order by r.value)
               from jsonb_array_elements_text(case jsonb_typeof(told #> '{requirements,currently_due}')
                   when 'array' then told #> '{requirements,currently_due}' else '[]' end) as r (value)), '{}'),
           disabled_reason = told #>> '{requirements,disabled_reason}',
           destination = coalesce(destination, c.destination),
           -- The first one is no change.
           destination_changed_at = case when c.destination is not null and destination <> c.destination
               then core.now() else c.destination_changed_at end,
           updated_at = core.now()
     where c.account_id = known.account_id;
    if destination <> known.destination then
        perform settlement._hold(p.id, 'NEW_DESTINATION', 'The payout account was replaced lately.',
                core.now() + p.payout_cooling, null)
           from (select s.id, r.payout_cooling
                   from settlement.settlement as s
                   join escrow.escrow as e on e.id = s.escrow_id
                   join task.task as t on t.id = e.task_id
                   join city.rule as r on r.city_id = t.city_id
                  where s.payee_id = known.account_id and s.kind = 'transfer' and s.finished_at is null
                    and s.state in ('PENDING', 'LOCKED') and r.payout_cooling > interval '0'
                  order by s.id for no key update of s) as p;
    end if;
    if not is_open then
        return;
    end if;
    perform settlement._wake(array[known.account_id]);
    for waiting in
        select s.* from settlement.settlement as s
         where s.payee_id = known.account_id and s.kind = 'transfer' and s.state = 'FAILED'
           and settlement._awaits_account(s.last_error)
           and not exists (select from settlement.settlement as l
                            where (l.kind, l.source_id, l.leg) = (s.kind, s.source_id, s.leg)
                              and (l.state <> 'FAILED' or l.id > s.id))
         order by s.id for no key update
    loop
        delay := settlement._reorder_delay(waiting);
        continue when delay is null;
        perform settlement._order(waiting.kind, waiting.source_id, waiting.leg, waiting.escrow_id,
            waiting.payee_id, waiting.amount_cents, waiting.currency, waiting.charge, waiting.id,
            core.now() + delay);
    end loop;
end $$;
