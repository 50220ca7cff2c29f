-- Shapes of trust procedures.
do $$
begin
    if to_regtype('trust.figures') is null then
        create type trust.figures as (
            completed_tasks numeric, identity_verified numeric, approval_rate numeric,
            dispute_rate numeric, rating numeric);
        create type trust.history_entry as (
            id uuid, old_tier integer, new_tier integer, reason text, at timestamptz);
        create type trust.history_page as (items trust.history_entry[], next_cursor text);
    end if;
end $$;

comment on type trust.figures is 'What the tiers ask for, of one person; null where there is no data';
comment on type trust.history_entry is 'A change of tier';
comment on type trust.history_page is 'A page of changes. @nullable next_cursor';
