-- Which freeze stops a kind of settlement.
create or replace function settlement._scope(kind text)
    returns text
    language sql immutable
as $$
    select case _scope.kind when 'transfer' then 'TRANSFERS' when 'refund' then 'REFUNDS'
               else 'REVERSALS' end
$$;
