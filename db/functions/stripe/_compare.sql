-- Bring the comparisons up to what is committed whole: of both sides what was written since the last time,
-- or all of it. Whoever reads along goes no further than the oldest transaction still open. It answers how
-- many objects it looked at.
create or replace function stripe._compare(is_full boolean)
    returns bigint
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    own xid8 := pg_current_xact_id();
    known stripe.statement;
    upto xid8;
    examined bigint;
begin
    insert into stripe.statement (name) values ('platform')
    on conflict on constraint statement_pkey do nothing;
    select s.* into strict known from stripe.statement as s where s.name = 'platform' for no key update;
    upto := pg_snapshot_xmin(pg_current_snapshot());
    with whole as materialized (
        select m.movement, m.object_id, m.currency, sum(m.ours) as ours, sum(m.theirs) as theirs,
               sum(m.entries) as entries, sum(m.lines) as lines, max(m.posted_at) as posted_at,
               max(m.read_at) as read_at
          from (select p.movement, p.object_id, p.currency, p.cents as ours, 0 as theirs, p.pieces as entries,
                       0 as lines, p.latest_at as posted_at, null::timestamptz as read_at
                  from stripe._posted(case when is_full then '0' else known.horizon end, upto) as p
                union all
                select t.movement, t.object_id, t.currency, 0, t.cents, 0, t.pieces, null, t.latest_at
                  from stripe._told(case when is_full then '0' else known.horizon end, upto) as t) as m
         group by m.movement, m.object_id, m.currency
    ), put as (
        insert into stripe.comparison as c (movement, object_id, currency, ours_cents, theirs_cents,
            entries, lines, posted_at, read_at)
        select w.movement, w.object_id, w.currency, w.ours, w.theirs, w.entries, w.lines, w.posted_at, w.read_at
          from whole as w
        on conflict on constraint comparison_one do update
            set ours_cents = excluded.ours_cents + case when is_full then 0 else c.ours_cents end,
                theirs_cents = excluded.theirs_cents + case when is_full then 0 else c.theirs_cents end,
                entries = excluded.entries + case when is_full then 0 else c.entries end,
                lines = excluded.lines + case when is_full then 0 else c.lines end,
                posted_at = greatest(c.posted_at, excluded.posted_at),
                read_at = greatest(c.read_at, excluded.read_at), updated_at = core.now()
          where not is_full or (c.ours_cents, c.theirs_cents, c.entries, c.lines)
                <> (excluded.ours_cents, excluded.theirs_cents, excluded.entries, excluded.lines)
    ), gone as (
        update stripe.comparison as c
           set ours_cents = 0, theirs_cents = 0, entries = 0, lines = 0, updated_at = core.now()
         where is_full and c.entries + c.lines > 0
           and not exists (select from whole as w where w.movement = c.movement
                              and w.object_id = c.object_id and w.currency = c.currency)
    )
    select count(*) into examined from whole as w;
    -- Nothing older is open, or what was open when the mark was set has ended since.
    update stripe.statement as s
       set horizon = upto,
           settled_at = case when upto = own then core.now()
               when s.mark < upto then s.marked_at else s.settled_at end,
           mark = case when upto <> own and (s.mark is null or s.mark < upto) then own
               when upto = own then null else s.mark end,
           marked_at = case when upto <> own and (s.mark is null or s.mark < upto) then core.now()
               when upto = own then null else s.marked_at end,
           updated_at = core.now()
     where s.name = known.name;
    return examined;
end $$;
