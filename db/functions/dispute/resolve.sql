-- Decide a dispute, once: the proof, the task, the money and XP follow in this transaction. Locks task,
-- escrow, dispute; the caller's account first.
create or replace function dispute.resolve(
    dispute_id      uuid,
    outcome         dispute.outcome,
    notes           core.note,
    worker_percent  dispute.worker_percent default null
)
    returns dispute.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    resolver account.user := account._acting();
    contest dispute.dispute := dispute._lock(dispute_id);
    contested escrow.escrow;
    is_for_worker boolean;
begin
    if outcome is null then
        perform core.fail('HXA01', 'outcome', 'It is required: HUSTLER_WINS, CLIENT_WINS or SPLIT.');
    elsif (outcome = 'SPLIT') <> (worker_percent is not null) then
        perform core.fail('HXA01', 'worker_percent', 'A split, and nothing else, has a percentage.',
            '1 to 99 for SPLIT, none otherwise');
    end if;
    if contest.state = 'RESOLVED' then
        if contest.outcome = outcome and contest.worker_percent is not distinct from worker_percent then
            return dispute._view(contest.id);
        end if;
        perform core.fail('HXA03', null, format('The dispute was decided already: %s.', contest.outcome));
    end if;
    select e.* into strict contested from escrow.escrow as e where e.task_id = contest.task_id;
    if contested.held_at is not null then
        perform core.fail('HX202');
    end if;
    perform admin._act('dispute.resolve', 'dispute', contest.id,
        array[contest.poster_id, contest.worker_id], notes,
        jsonb_build_object('outcome', outcome, 'worker_percent', worker_percent),
        contested.amount_cents, contested.currency);
    is_for_worker := coalesce(worker_percent >= 50, outcome = 'HUSTLER_WINS');
    if is_for_worker then
        update proof.proof as p
           set state = 'ACCEPTED', reviewer_id = resolver.id, reviewed_at = core.now()
         where p.state in ('SUBMITTED', 'REJECTED')
           and p.id = (select l.id from proof.proof as l where l.task_id = contest.task_id
                        order by l.attempt desc limit 1);
    else
        update proof.proof as p
           set state = 'REJECTED', reviewer_id = resolver.id, reviewed_at = core.now(),
               rejection_reason = left(regexp_replace(notes, '^[[:space:]]+', ''), 1000)
         where p.task_id = contest.task_id and p.state = 'SUBMITTED';
    end if;
    update dispute.dispute as d
       set state = 'RESOLVED', outcome = outcome, worker_percent = worker_percent, notes = notes,
           resolved_by = resolver.id, resolved_at = core.now(), due_at = null
     where d.id = contest.id;
    if is_for_worker then
        perform task._finish(contest.task_id);
    else
        perform task._call_off(contest.task_id, 'lost');
    end if;
    return dispute._view(contest.id);
end $$;

comment on function dispute.resolve is $$Decide a dispute, once. HUSTLER_WINS accepts the latest proof, completes and releases;
CLIENT_WINS cancels and refunds; SPLIT releases the percentage and refunds the rest, and completes the
task from 50 on. A repeat of the same decision answers what is there.
@param outcome HUSTLER_WINS, CLIENT_WINS or SPLIT
@param notes 1 to 2000 characters, shown to both parties
@param worker_percent 1 to 99, for SPLIT alone
@idempotency money
@returns the dispute, RESOLVED
@errors HX202 HX301 HX501 HX503 HX504 HX506 HX602 HXA01 HXA02 HXA03
@source DIS-03 DIS-04 DIS-05 DIS-09 ESC-23$$;

grant execute on function dispute.resolve to hx_admin;
