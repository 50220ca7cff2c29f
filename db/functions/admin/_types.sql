-- Shapes of admin procedures.
do $$
begin
    if to_regtype('admin.debt') is null then
        create type admin.debt as (account_id uuid, debt_cents bigint, currency text);
    end if;
end $$;

comment on type admin.debt is 'What a person owes: zero, or negative cents';
