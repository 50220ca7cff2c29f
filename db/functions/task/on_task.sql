-- The task machine's generic triggers.
create or replace trigger zz_guard before insert or update or delete on task.task
    for each row execute function core._guard('task');
create or replace trigger zz_record after insert or update on task.task
    for each row execute function core._record('task');
create or replace trigger zz_truncate before truncate on task.task
    for each statement execute function core._refuse_change();
