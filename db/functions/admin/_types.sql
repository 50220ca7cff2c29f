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
    if to_regtype('admin.finding_item') is null then
        create type admin.finding_side as (
            what text, reference text, state text, amount_cents bigint, currency text);
        create type admin.finding_item as (
            id uuid, kind text, severity text, state text, subject text, subject_id uuid,
            amount_cents bigint, currency text, ours admin.finding_side, theirs admin.finding_side,
            statement text, remedy text, owner_id uuid, age_seconds bigint, found_at timestamptz,
            closed_at timestamptz, closed_by uuid, note text);
        create type admin.finding_page as (items admin.finding_item[], next_cursor text);
    end if;
end $$;

comment on type admin.finding_side is
    'What one side says of an object. @nullable state amount_cents currency';
comment on type admin.finding_item is
    'A difference, both its sides, and what may be done about it; amount_cents is theirs less ours. @machine finding
@nullable amount_cents currency ours theirs statement remedy owner_id closed_at closed_by note';
comment on type admin.finding_page is 'Findings, the newest first. @nullable next_cursor';

comment on type admin.freeze_view is 'A kind of money movement. @nullable frozen_at frozen_by reason';

comment on type admin.debt is 'What a person owes: zero, or negative cents';
