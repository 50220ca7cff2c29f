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
end $$;

comment on type admin.freeze_view is 'A kind of money movement. @nullable frozen_at frozen_by reason';

comment on type admin.debt is 'What a person owes: zero, or negative cents';
