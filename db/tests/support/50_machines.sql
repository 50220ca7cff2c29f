-- A row of any machine in any state, and the owner's statement that moves it to another.

-- The statement by which the table's owner moves a row, with whatever else the row needs for it.
create function support.move(machine text, id uuid, to_state text)
    returns text
    language plpgsql
as $$
declare
    relation text := (select m.relation from core.machine as m where m.machine = move.machine);
    besides text := '';
    before text := '';
    person uuid;
    held escrow.escrow;
begin
    if machine = 'task' then
        besides := case to_state
            when 'CANCELLED' then ', cancelled_at = core.now()'
            when 'EXPIRED' then ', expired_at = core.now()'
            when 'COMPLETED' then ', completed_at = core.now()'
            when 'OPEN' then ', worker_id = null, accepted_at = null'
            else '' end;
        if to_state = 'COMPLETED' then
            before := format('update proof.proof set state = ''ACCEPTED'', reviewed_at = core.now()
                where task_id = %L and state in (''SUBMITTED'', ''REJECTED'');', id);
        end if;
        if to_state in ('COMPLETED', 'CANCELLED') then
            before := before || coalesce((select replace(support.move('dispute', d.id, 'RESOLVED'), 'HUSTLER',
                    case to_state when 'CANCELLED' then 'CLIENT' else 'HUSTLER' end) || ';'
                from dispute.dispute as d where d.task_id = move.id and d.state <> 'RESOLVED'), '');
        end if;
        if to_state in ('OPEN', 'COMPLETED', 'CANCELLED') then
            before := before || format('update task.assignment
                set ended_at = core.now(), ending = %L where task_id = %L and ended_at is null;',
                case to_state when 'COMPLETED' then 'completed' when 'OPEN' then 'abandoned'
                    else 'refunded' end, id);
        elsif to_state = 'ACCEPTED' and exists (
            select from task.task as t where t.id = move.id and t.worker_id is null)
        then
            person := support.person('mover');
            before := format('insert into task.assignment (task_id, worker_id, accepted_at)
                values (%L, %L, core.now()) on conflict do nothing;', id, person);
            besides := format(', worker_id = %L, accepted_at = core.now()', person);
        end if;
    elsif machine = 'proof' then
        besides := case to_state
            when 'SUBMITTED' then ', submitted_at = core.now(), review_due_at = core.now()'
            when 'ACCEPTED' then ', reviewed_at = core.now()'
            when 'REJECTED' then ', reviewed_at = core.now(), rejection_reason = ''no'',
                reviewer_id = (select t.poster_id from task.task as t where t.id = task_id)'
            else '' end;
        -- A rejected proof is accepted by a dispute's resolver alone.
        if to_state = 'ACCEPTED' then
            before := format('update task.task set state = ''DISPUTED'' where state = ''ACCEPTED''
                and id = (select p.task_id from proof.proof as p where p.id = %L
                    and p.state = ''REJECTED'');', id);
        end if;
    elsif machine = 'escrow' then
        select e.* into held from escrow.escrow as e where e.id = move.id;
        person := (select t.worker_id from task.task as t where t.id = held.task_id);
        if to_state = 'RELEASED' and held.state in ('FUNDED', 'LOCKED_DISPUTE') then
            return support.move('task', held.task_id, 'COMPLETED');
        end if;
        besides := case
            when to_state = 'FUNDED' then format(', funded_at = coalesce(funded_at, core.now()),
                funding_event_id = coalesce(funding_event_id, core.new_id()),
                funding_journal_id = coalesce(funding_journal_id, ledger._post(''fund'', id, id,
                ''USD'', array[row(''stripe'', null, -%1$s)::ledger.leg,
                row(''escrow'', null, %1$s)::ledger.leg]))', held.amount_cents)
            when to_state = 'REFUNDED' and held.funded_at is null then
                ', closed_at = core.now(), release_cents = 0, refund_cents = 0, worker_cents = 0,
                   platform_cents = 0'
            when to_state = 'REFUNDED' then format(', closed_at = core.now(), release_cents = 0,
                refund_cents = %1$s, worker_cents = 0, platform_cents = 0, closing_journal_id =
                ledger._post(''refund'', id, id, ''USD'', array[
                row(''escrow'', null, -%1$s)::ledger.leg, row(''refund_due'', null, %1$s)::ledger.leg])',
                held.amount_cents)
            when to_state = 'REFUND_PARTIAL' and held.funded_at is not null
                 and held.closed_at is null then format(
                ', closed_at = core.now(), release_cents = 1000, refund_cents = %1$s,
                worker_cents = 1000, platform_cents = 0, closing_journal_id =
                ledger._post(''partial'', id, id, ''USD'', array[
                row(''escrow'', null, -%2$s)::ledger.leg, row(''refund_due'', null, %1$s)::ledger.leg,
                row(''payable'', %3$L, 1000)::ledger.leg])',
                held.amount_cents - 1000, held.amount_cents, person)
            else '' end;
    elsif machine = 'dispute' then
        besides := case to_state when 'RESOLVED' then format(', outcome = ''HUSTLER_WINS'', notes = ''so'',
            resolved_at = core.now(), due_at = null, resolved_by = %L',
            (select s.account_id from account.staff as s limit 1)) else '' end;
    elsif machine = 'intent' then
        besides := case when to_state in ('READY', 'SUCCEEDED')
            then format(', provider_intent_id = coalesce(provider_intent_id, ''pi_%s'')', gen_random_uuid())
            else '' end;
    elsif machine = 'event' then
        besides := case when to_state in ('PROCESSED', 'IGNORED')
            then ', finished_at = core.now()' else '' end;
    elsif machine = 'circuit' then
        besides := case when to_state = 'CLOSED' then ', probe_at = null'
            else ', probe_at = clock_timestamp()' end;
    elsif machine = 'draft' then
        besides := case to_state when 'POSTED' then format(', task_id = %L, address = null, latitude = null,
            longitude = null, contact = null', support.task('mover')) else '' end;
    elsif machine = 'onboarding' then
        besides := case to_state
            when 'ROLE_SELECTION' then ', final_role = null, confirmed_at = null'
            when 'COMPLETED' then ', completed_at = core.now(), final_role = coalesce(final_role, ''hustler''),
                confirmed_at = coalesce(confirmed_at, core.now())'
            else ', final_role = coalesce(final_role, ''hustler''),
                confirmed_at = coalesce(confirmed_at, core.now())' end;
    elsif machine = 'finding' then
        besides := ', closed_at = core.now(), note = ''so''';
    elsif machine = 'credential' then
        besides := case to_state
            when 'VERIFIED' then format(', verified_at = core.now(), failure = null,
                expires_at = core.now() + interval ''1 year'', method = ''manual_review'',
                reviewer_id = %L', support.person('reviewer'))
            when 'FAILED' then ', failure = ''no'', verified_at = null, expires_at = null, method = null'
            when 'PENDING' then ', failure = null, verified_at = null, expires_at = null, method = null'
            else '' end;
    elsif machine = 'settlement' then
        besides := case when to_state in ('SETTLED', 'FAILED')
            then ', finished_at = core.now()' else '' end
            || case when to_state in ('CONFIRMED', 'SETTLED')
            then ', provider_reference = coalesce(provider_reference, ''ref_'' || id)' else '' end;
    end if;
    return format('%s update %s set state = %L%s where id = %L', before, relation, to_state,
        besides, id);
end $$;

-- A new row of a machine in a state, by legal moves from its birth.
create function support.specimen(machine text, state text)
    returns uuid
    language plpgsql
as $$
declare
    work uuid;
    specimen uuid;
    step text;
    name text := 'p' || substr(gen_random_uuid()::text, 1, 8);
    path text[];
begin
    if machine = 'task' then
        return support._task_in(state, 'poster', name, 10000,
            state in ('PROOF_SUBMITTED', 'DISPUTED', 'COMPLETED'));
    elsif machine = 'proof' then
        if state = 'PENDING' then
            work := support._task_in('ACCEPTED', 'poster', name, 10000, true);
            insert into proof.proof (task_id, assignment_id, submitter_id, attempt, description)
            select a.task_id, a.id, a.worker_id, 1, 'x' from task.assignment as a
             where a.task_id = work returning proof.id into specimen;
            insert into proof.photo (proof_id, task_id, sequence, storage_key, content_type,
                size_bytes, sha256)
            select specimen, work, 1, f.storage_key, f.content_type, f.size_bytes, f.sha256
              from unnest(support.photos()) as f;
            return specimen;
        end if;
        return support.proof_of(support._task_in(case state when 'SUBMITTED' then 'PROOF_SUBMITTED'
            when 'REJECTED' then 'REJECTED' else 'COMPLETED' end, 'poster', name, 10000, true));
    elsif machine = 'escrow' then
        work := support._task_in(case state when 'PENDING' then 'UNFUNDED'
            when 'RELEASED' then 'COMPLETED' when 'REFUNDED' then 'CANCELLED'
            else 'PROOF_SUBMITTED' end, 'poster', name, 10000, true);
        specimen := support.escrow_of(work);
        path := case when state in ('LOCKED_DISPUTE', 'REFUND_PARTIAL') then array[state] end;
    elsif machine = 'dispute' then
        work := support._task_in('DISPUTED', 'poster', name, 10000, true);
        specimen := (select d.id from dispute.dispute as d where d.task_id = work);
        path := case when state <> 'OPEN' then array[state] end;
    elsif machine = 'account' then
        specimen := support.person(name);
        path := case state when 'ACTIVE' then null when 'ERASED' then array['SUSPENDED', 'ERASED']
            else array[state] end;
    elsif machine = 'intent' then
        work := support.task('poster');
        specimen := (escrow.create_intent(work)).intent_id;
        path := case when state <> 'PREPARING' then array[state] end;
    elsif machine = 'event' then
        specimen := (stripe.ingest(support.payment_event(core.new_id(), amount_cents => 1))).event_id;
        path := case when state <> 'RECEIVED' then array[state] end;
    elsif machine = 'settlement' then
        work := support._task_in('COMPLETED', 'poster', name, 10000, true);
        specimen := (select s.id from settlement.settlement as s
                      where s.escrow_id = support.escrow_of(work));
        path := case state when 'PENDING' then null when 'FAILED' then array['FAILED']
            else (array['LOCKED', 'SUBMITTED', 'CONFIRMED', 'SETTLED'])
                [1:array_position(array['LOCKED', 'SUBMITTED', 'CONFIRMED', 'SETTLED'], state)] end;
    elsif machine = 'circuit' then
        insert into core.circuit (party)
        values ('p_' || translate(substr(gen_random_uuid()::text, 1, 8), '0123456789', 'ghijklmnop'))
        returning id into specimen;
        path := case state when 'CLOSED' then null when 'OPEN' then array['OPEN']
            else array['OPEN', 'HALF_OPEN'] end;
    elsif machine = 'draft' then
        specimen := support.draft_in(state, name);
    elsif machine = 'onboarding' then
        specimen := support.journey_in(state, name);
    elsif machine = 'finding' then
        insert into audit.finding (kind, severity, subject, subject_id)
        values ('x', 'P3', 'task', core.new_id()) returning id into specimen;
        path := case when state <> 'OPEN' then array[state] end;
    elsif machine = 'credential' then
        insert into verification.credential (account_id, kind, trade, location_state, licence_number)
        values (support.person(name), 'licence', 'plumber', 'WA', 'PL-1234') returning id into specimen;
        path := case state when 'PENDING' then null when 'EXPIRED' then array['VERIFIED', 'EXPIRED']
            else array[state] end;
    elsif machine = 'payout' then
        insert into stripe.payout (provider_payout_id, provider_account_id, amount_cents, currency)
        values ('po_' || gen_random_uuid(), 'acct_1', 100, 'USD') returning id into specimen;
        path := case when state <> 'PENDING' then array[state] end;
    end if;
    foreach step in array coalesce(path, '{}') loop
        execute support.move(machine, specimen, step);
    end loop;
    return specimen;
end $$;

-- With what an owner's statement is refused at once, deferred rules aside; 'done' and undone else.
create function support.code_now(statement text)
    returns text
    language plpgsql
as $$
declare
    violated text;
begin
    execute statement;
    raise exception using errcode = 'TDONE';
exception when others then
    get stacked diagnostics violated = constraint_name;
    return case when sqlstate = 'TDONE' then 'done' else core.code_of(sqlstate, violated) end;
end $$;
