-- The clock of standing: looks at everybody above the lowest tier once a day.
create or replace function trust_review.process_due(batch integer default 100)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    taken uuid[];
begin
    perform core._clock_begins('standing', array(
        select s.account_id from core.clock_failure as f
          join trust.standing as s on s.account_id = f.row_id
         where f.machine = 'standing' and s.tier > 1 and s.review_due_at <= core.now()));
    select coalesce(array_agg(d.account_id order by d.account_id), '{}') into taken
      from (select s.account_id from trust.standing as s
             where s.tier > 1 and s.review_due_at <= core.now()
               and not exists (select from core.clock_failure as f
                                where f.machine = 'standing' and f.row_id = s.account_id
                                  and f.due_at > core.now())
             order by s.review_due_at
             limit batch for no key update of s skip locked) as d;
    return core._clock_moves('standing', taken, 'trust_review._review'::regproc);
end $$;

comment on function trust_review.process_due is $$Review the standing of those who are due, each once a day: no completion in
90 days, two abandonments or two lost disputes in 30 days cost one tier; the same cause never twice.
@param batch how many at most in this transaction
@returns how many were taken; 0 where nobody is due
@errors none
@source QUE-04 QUE-06 TRU-02$$;

grant execute on function trust_review.process_due to hx_job;
