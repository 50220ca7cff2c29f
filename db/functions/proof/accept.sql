-- The poster accepts a proof; completion is his next step, or the clock's.
create or replace function proof.accept(proof_id uuid)
    returns proof.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    evidence proof.proof := proof._lock_for_review(proof_id, poster.id);
begin
    if evidence.state = 'ACCEPTED' then
        return proof._view(evidence.id);
    end if;
    if evidence.state <> 'SUBMITTED' then
        perform core.fail('HXA03', null, 'Only a submitted proof can be accepted.');
    end if;
    update proof.proof as p
       set state = 'ACCEPTED', reviewer_id = poster.id, reviewed_at = core.now()
     where p.id = evidence.id;
    -- Where the poster does not complete, the clock does.
    update task.task as t
       set due_at = core.now()
     where t.id = evidence.task_id and t.state = 'PROOF_SUBMITTED';
    return proof._view(evidence.id);
end $$;

comment on function proof.accept is $$Accept a submitted proof. A repeat answers what is there.
@returns the proof, ACCEPTED
@errors HX202 HX501 HX503 HX504 HX602 HXA02 HXA03
@source PRF-04$$;

grant execute on function proof.accept to hx_member;
