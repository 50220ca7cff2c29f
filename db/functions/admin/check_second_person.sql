-- An act that moves more money than one may move alone, with what was so moved of that subject before, bears
-- the approval of a second person, which is used once.
-- @source ADM-16 S-A2 S-A9
create or replace function admin.check_second_person()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    alone_cents constant bigint := admin._two_person_cents();
begin
    if new.amount_cents is null and new.action in ('escrow.release', 'escrow.refund', 'dispute.resolve',
        'settlement.reverse', 'admin.charge_worker', 'admin.write_off_debt')
    then
        perform core.fail('HX505', 'amount_cents', 'An act that moves money tells how much.');
    end if;
    if new.approval_id is null and (new.amount_cents is null
        or new.amount_cents + admin._moved_alone(new.action, new.subject_id) <= alone_cents)
    then
        return new;
    end if;
    update admin.approval as p
       set used_at = core.now()
     where p.id = new.approval_id and admin._approves(p, new.action, new.subject_id, new.amount_cents,
               new.currency, new.actor_id);
    if not found then
        perform core.fail('HX506', null,
            format('That moves %s cents; from %s cents on, in all, a second person approves.',
                new.amount_cents, alone_cents + 1),
            format('admin.request_approval for %s on %s, then a colleague''s admin.approve.', new.action,
                new.subject_id));
    end if;
    return new;
end $$;

create or replace trigger second_person before insert on admin.action
    for each row execute function admin.check_second_person();
