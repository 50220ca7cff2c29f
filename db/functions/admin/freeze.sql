-- Freeze a kind of money movement: from this commit on none begins; what was sent ends, reads go on.
create or replace function admin.freeze(scope admin.freeze_scope, reason core.reason)
    returns admin.freeze_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    known core.freeze;
    answer admin.freeze_view;
begin
    if scope is null then
        perform core.fail('HXA01', 'scope', 'It is required: FUNDING, TRANSFERS, REFUNDS or REVERSALS.');
    end if;
    select f.* into strict known from core.freeze as f where f.scope = scope for no key update;
    if known.frozen_at is null then
        perform admin._act('admin.freeze', 'freeze', known.id, '{}', reason,
            jsonb_build_object('scope', scope));
        perform core._freeze(scope, actor.id, reason);
    end if;
    select f.scope, f.frozen_at, f.frozen_by, f.reason into strict answer
      from core.freeze as f where f.scope = scope;
    return answer;
end $$;

comment on function admin.freeze is $$Freeze a kind of money movement. From then on none begins: payments are refused (HXA08), settlements
wait; what was sent ends, releases commit, reads go on. A repeat answers what is there.
@param scope FUNDING, TRANSFERS, REFUNDS or REVERSALS
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the scope, since when and why it is frozen
@errors HX501 HX503 HX504 HX602 HXA01
@source ADM-09$$;

grant execute on function admin.freeze to hx_admin;
