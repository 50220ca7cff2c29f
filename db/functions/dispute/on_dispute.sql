-- The dispute machine's generic triggers, and the task and the money that follow its birth.
create or replace function dispute.on_dispute()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    update task.task as t set state = 'DISPUTED' where t.id = new.task_id;
    update escrow.escrow as e set state = 'LOCKED_DISPUTE'
     where e.task_id = new.task_id and e.state = 'FUNDED';
    return null;
end $$;

create or replace trigger zz_guard before insert or update or delete on dispute.dispute
    for each row execute function core._guard('dispute');
create or replace trigger zz_record after insert or update on dispute.dispute
    for each row execute function core._record('dispute');
create or replace trigger zz_truncate before truncate on dispute.dispute
    for each statement execute function core._refuse_change();
-- After zz_record, so that events stand in the order of causes.
create or replace trigger zzz_task_follows after insert on dispute.dispute
    for each row execute function dispute.on_dispute();
