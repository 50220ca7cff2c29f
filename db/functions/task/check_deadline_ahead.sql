-- Work is born with its deadline 1 hour to 30 days ahead. @source LIF-04
create or replace trigger task_deadline_ahead before insert on task.task
    for each row when (
        (new.deadline_at between core.now() + interval '1 hour' and core.now() + interval '30 days')
        is not true)
    execute function core._refuse('HXA01', 'deadline_at', 'The deadline is 1 hour to 30 days ahead.');
