-- An act of staff: the caller's staff row, a reason, nobody of those whom it touches, where it moves more
-- money than one may move alone the approval of a second, and its record, whose id it answers.
create or replace function admin._act(
    action        text,
    subject       text,
    subject_id    uuid,
    touched       uuid[],
    reason        text,
    details       jsonb default '{}',
    amount_cents  bigint default null,
    currency      text default 'USD'
)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    act_id uuid := core.new_id();
    staff_role text := (select s.role from account.staff as s where s.account_id = actor.id);
    approval_id uuid;
begin
    if staff_role is null then
        perform core.fail('HX503', null, 'That is for staff.');
    elsif current_setting('role') in ('hx_support', 'hx_moderator', 'hx_admin', 'hx_founder')
          and not pg_has_role(staff_role, current_setting('role'), 'member')
    then
        -- He came in by a rank that was taken from him while he waited.
        perform core.fail('HX503', null, 'That is for staff of a higher rank.');
    end if;
    if actor.id = any (touched) then
        perform core.fail('HX503', null, 'Nobody acts on oneself; ask a colleague.');
    end if;
    if reason is null or btrim(reason) = '' then
        perform core.fail('HXA01', 'reason', 'An act of staff needs a reason.', 'Say why.');
    end if;
    if amount_cents is not null
       and amount_cents + admin._moved_alone(action, subject_id) > admin._two_person_cents()
    then
        select p.id into approval_id from admin.approval as p
         where p.subject_id = subject_id and p.approved_by <> all (touched)
           and admin._approves(p, action, subject_id, amount_cents, currency, actor.id)
         order by p.amount_cents, p.id limit 1;
    end if;
    insert into admin.action (id, actor_id, role, action, subject, subject_id, reason, details,
            amount_cents, currency, approval_id, request_id)
    values (act_id, actor.id, staff_role, action, subject, subject_id, reason, details,
            amount_cents, case when amount_cents is not null then currency end, approval_id,
            core._context() ->> 'request_id');
    perform core._because(reason);
    return act_id;
end $$;
