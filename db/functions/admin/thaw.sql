-- Let a frozen kind of money movement go on: what waited goes out.
create or replace function admin.thaw(scope admin.freeze_scope, reason core.reason)
    returns admin.freeze_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known core.freeze;
    answer admin.freeze_view;
begin
    perform account._acting();
    if scope is null then
        perform core.fail('HXA01', 'scope', 'It is required: FUNDING, TRANSFERS, REFUNDS or REVERSALS.');
    end if;
    select f.* into strict known from core.freeze as f where f.scope = scope for no key update;
    if known.frozen_at is not null then
        perform admin._act('admin.thaw', 'freeze', known.id, '{}', reason,
            jsonb_build_object('scope', scope));
        perform core._thaw(scope);
    end if;
    select f.scope, f.frozen_at, f.frozen_by, f.reason into strict answer
      from core.freeze as f where f.scope = scope;
    return answer;
end $$;

comment on function admin.thaw is $$Let a frozen kind of money movement go on. What waited goes out by itself. A repeat answers what is there.
@param scope FUNDING, TRANSFERS, REFUNDS or REVERSALS
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the scope, not frozen
@errors HX501 HX503 HX504 HX602 HXA01
@source ADM-09$$;

grant execute on function admin.thaw to hx_admin;
