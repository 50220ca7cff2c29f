-- Shapes of admin procedures.
do $$
begin
    if to_regtype('admin.debt') is null then
        create type admin.debt as (account_id uuid, debt_cents bigint, currency text);
    end if;
    if to_regtype('admin.freeze_view') is null then
        create type admin.freeze_view as (
            scope text, frozen_at timestamptz, frozen_by uuid, reason text);
    end if;
    if to_regtype('admin.machine') is null then
        create type admin.machine_state as (
            state text, is_initial boolean, is_terminal boolean, holds_money boolean);
        create type admin.machine_move as (from_state text, to_state text, event text);
        create type admin.machine as (
            machine text, states admin.machine_state[], moves admin.machine_move[]);
    end if;
    if to_regtype('admin.staff_member') is null then
        create type admin.staff_member as (
            account_id uuid, full_name text, role text, roles text[]);
    end if;
end $$;

comment on type admin.freeze_view is 'A kind of money movement. @nullable frozen_at frozen_by reason';

comment on type admin.debt is 'What a person owes: zero, or negative cents';

comment on type admin.machine_state is 'A state of a machine: whether one is born in it, whether it ends there';

comment on type admin.machine_move is 'A legal move of a machine';

comment on type admin.machine is 'A state machine as the law has it: its states and its moves, no others';

comment on type admin.staff_member is 'Somebody of staff: the role, and every role in which a call may run';
