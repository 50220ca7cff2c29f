-- Shapes of xp procedures.
do $$
begin
    if to_regtype('xp.ledger_entry') is null then
        create type xp.ledger_entry as (
            id uuid, task_id uuid, escrow_id uuid, base_xp bigint, streak_multiplier numeric,
            trust_multiplier numeric, live_multiplier numeric, effective_xp bigint,
            total_before bigint, total_after bigint, level_before integer, level_after integer,
            reason text, awarded_at timestamptz);
        create type xp.ledger_page as (items xp.ledger_entry[], next_cursor text);
    end if;
end $$;
comment on type xp.ledger_entry is 'An award of XP with all its factors';
comment on type xp.ledger_page is 'A page of awards. @nullable next_cursor';
