-- The poster rejects a proof with a reason; the task goes back to the worker.
create or replace function proof.reject(proof_id uuid, reason core.reason)
    returns proof.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    evidence proof.proof := proof._lock_for_review(proof_id, poster.id);
begin
    if reason is null then
        perform core.fail('HXA01', 'reason', 'A reason is required.');
    end if;
    if evidence.state <> 'SUBMITTED' then
        perform core.fail('HXA03', null, 'Only a submitted proof can be rejected.');
    end if;
    perform core._because(reason);
    update proof.proof as p
       set state = 'REJECTED', reviewer_id = poster.id, reviewed_at = core.now(),
           rejection_reason = reason
     where p.id = evidence.id;
    return proof._view(evidence.id);
end $$;

comment on function proof.reject is $$Reject a submitted proof; the worker may submit another, three in all.
@param reason 1 to 1000 characters
@returns the proof, REJECTED
@errors HX202 HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source PRF-05$$;

grant execute on function proof.reject to hx_member;
