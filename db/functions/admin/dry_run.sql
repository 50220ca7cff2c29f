-- Rehearse a procedure: it runs whole in a sub-block, deferred constraints included, what it wrote is
-- told, and all of it is undone. Who may not call it may not rehearse it.
create or replace function admin.dry_run(
    procedure   text,
    arguments   admin.named_arguments default '{}',
    as_account  uuid default null
)
    returns admin.rehearsal
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    person account.user := actor;
    person_role text;
    known core.route;
    request_id constant text := core._context() ->> 'request_id';
    counted admin.rehearsed_row[];
    since_id uuid;
    answer admin.rehearsal;
    error text;
    violated text;
    blamed text;
    message text;
    hint text;
    stack text;
    reply core.reply;
begin
    select r.* into known from core.route as r where r.procedure = procedure;
    if not found or procedure = 'admin.dry_run' then
        perform core.fail('HXA02', 'procedure', 'There is no such procedure to rehearse.');
    elsif arguments is null then
        perform core.fail('HXA01', 'arguments', 'The arguments are an object, each by its name.');
    end if;
    if as_account is not null then
        perform admin._act('admin.dry_run', 'account', as_account, array[as_account],
            format('Rehearses %s.', procedure));
        select u.* into person from account.user as u where u.id = as_account;
        if not found then
            perform core.fail('HXA02', 'as_account');
        elsif not exists (select from account.staff as s where s.account_id = actor.id
                             and s.role in ('hx_admin', 'hx_founder'))
              or exists (select from account.staff as s where s.account_id = person.id)
        then
            perform core.fail('HX503', 'as_account', 'An admin rehearses as a member, nobody as a colleague.');
        elsif person.state not in ('ACTIVE', 'PAUSED') then
            perform core.fail('HX503', 'as_account', 'That account is suspended.');
        elsif known.is_query then
            perform core.fail('HX503', 'procedure', 'What a member reads is his own; reading changes nothing.');
        end if;
    end if;
    select s.role into person_role from account.staff as s where s.account_id = person.id;
    if not ('hx_member' = any (known.roles) or coalesce(person_role = any (known.roles), false)) then
        perform core.fail('HX503', 'procedure');
    end if;

    answer.procedure := procedure;
    counted := admin._written();
    perform pg_sleep(0.002); -- so that what comes is newer than whatever stands
    since_id := (left(core.new_id()::text, 13) || '-7000-8000-000000000000')::uuid;
    begin
        perform core._enter(person.id, jsonb_build_object('subject', person.provider_uid,
            'email', person.email, 'phone', person.phone), request_id, false);
        answer.answer := route.dispatch(procedure, arguments);
        if as_account is not null and known.idempotency = 'poll' then
            answer.answer := null; -- it has links and secrets that are the member's alone
        end if;
        set constraints all immediate;
        answer := admin._rehearsed(answer, counted, since_id);
        raise exception using errcode = 'UNDO0';
    exception
        when sqlstate 'UNDO0' then null;
        when serialization_failure or deadlock_detected then raise;
        when others then
            get stacked diagnostics error = returned_sqlstate, violated = constraint_name,
                blamed = column_name, message = message_text, hint = pg_exception_hint,
                stack = pg_exception_context;
            reply := core._explain(procedure, request_id, error, violated, blamed, message, hint, stack);
            answer.answer := null;
            answer.error := row((reply.error).code, (reply.error).field, (reply.error).message,
                (reply.error).hint)::admin.rehearsed_error;
    end;
    answer.rows := coalesce(answer.rows, '{}');
    answer.entries := coalesce(answer.entries, '{}');
    answer.events := coalesce(answer.events, '{}');
    answer.orders := coalesce(answer.orders, '{}');
    return answer;
end $$;

comment on function admin.dry_run is $$Rehearse a procedure of this API: it runs whole, with every rule, and all of it is undone. Tells what
it would answer, or why it would be refused; the rows, entries of the ledger, events and orders to
outside parties that would come. Ids in it are of what was undone.
@param procedure schema.procedure, one that the caller may call
@param arguments its arguments, an object by name
@param as_account the member as whom an admin rehearses what changes something, on the record; null for the caller himself
@idempotency optional
@returns the rehearsal; answer is JSON text, null where it holds a link or secret of another
@errors HX501 HX503 HX504 HX602 HXA01 HXA02
@source ADM-03$$;

grant execute on function admin.dry_run to hx_support;
