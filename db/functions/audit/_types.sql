-- Shapes of audit procedures.
do $$
begin
    if to_regtype('audit.verdict') is null then
        create type audit.verdict as (
            invariant text, statement text, violations bigint, ms numeric);
    end if;
end $$;
comment on type audit.verdict is 'One invariant: its name, what must hold, how many rows break it, how long it took';
