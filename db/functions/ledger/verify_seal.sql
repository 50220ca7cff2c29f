-- Hold a sealed day against what is there now, row by row. Where the journals still have the seal's
-- root, whatever differs is a leaf's fault; otherwise the leaves tell which journal or entry it is.
create or replace function ledger.verify_seal(day date, expected_hash text default null)
    returns setof ledger.seal_fault
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    sealed ledger.seal;
    before ledger.seal;
    after ledger.seal;
    told text;
begin
    select s.* into sealed from ledger.seal as s where s.day = day;
    if not found then
        return next row('missing', 'seal', null, null, format('There is no seal of %s.', day))::ledger.seal_fault;
        return;
    end if;
    select s.* into before from ledger.seal as s where s.number = sealed.number - 1;
    select s.* into after from ledger.seal as s where s.number > sealed.number order by s.number limit 1;
    select v.payload ->> 'hash' into told from core.event as v
     where v.aggregate = 'seal' and v.aggregate_id = sealed.id and v.event = 'sealed';

    return query
        select f.fault, 'seal', null::uuid, null::integer, f.details
          from (values
            ('changed', sealed.hash <> ledger._seal_hash(sealed), 'Its hash is not the one of its fields.'),
            ('changed', sealed.root <> ledger._root(ledger._branches(sealed.branches)),
                'Its root is not the one of its branches.'),
            ('missing', sealed.number > 1 and before.number is null, 'The seal before it is gone.'),
            ('changed', before.number is not null and (sealed.previous_hash <> before.hash
                or sealed.from_horizon <> before.horizon), 'It does not follow the seal before it.'),
            ('missing', after.number > sealed.number + 1, 'The seal after it is gone.'),
            ('changed', after.number = sealed.number + 1 and (after.previous_hash <> sealed.hash
                or after.from_horizon <> sealed.horizon), 'The seal after it follows another.'),
            ('changed', told is distinct from encode(sealed.hash, 'hex'), 'Its event tells another hash.'),
            ('changed', lower(btrim(expected_hash)) <> encode(sealed.hash, 'hex'),
                'It is not the hash that was expected.')) as f (fault, holds, details)
         where f.holds;

    return query
        with live as materialized (
            select l.journal_id, l.hash, l.lines, l.marks from ledger._leaves() as l
             where l.transaction_id >= sealed.from_horizon and l.transaction_id < sealed.horizon
        ), kept as materialized (
            select l.place, l.journal_id, l.hash, l.lines, l.marks,
                   lag(l.place) over (order by l.journal_id) as place_before
              from ledger.seal_leaf as l where l.seal_number = sealed.number
        ), intact as materialized (
            select sealed.root = ledger._root((select array_agg(b.root order by b.branch)
                      from (select p.place >> 8 as branch, ledger._root(array_agg(p.hash order by p.place)) as root
                              from (select v.hash, row_number() over (order by v.journal_id) - 1 as place
                                      from live as v) as p
                             group by p.place >> 8) as b)) as is_intact
        ), pairs as (
            select coalesce(k.journal_id, v.journal_id) as journal_id, k.hash as kept_hash,
                   v.hash as live_hash, k.lines as kept_lines, v.lines as live_lines,
                   k.marks as kept_marks, v.marks as live_marks
              from kept as k full join live as v on v.journal_id = k.journal_id
             where k.hash is distinct from v.hash or k.marks is distinct from v.marks
                or k.lines is distinct from v.lines
        ), faults as (
            select p.journal_id, null::integer as line,
                   case when p.kept_hash is null then case when i.is_intact then 'missing' else 'added' end
                        when p.live_hash is null and i.is_intact then 'added'
                        when p.live_hash is null and not exists (
                            select from ledger.journal as j where j.id = p.journal_id) then 'missing'
                        else 'changed' end as fault,
                   case when i.is_intact or (p.kept_marks, p.kept_lines) = (p.live_marks, p.live_lines)
                          or p.kept_hash = p.live_hash
                        then 'leaf' else 'journal' end as what,
                   '' as details
              from pairs as p cross join intact as i
             where i.is_intact or p.kept_hash is null or p.live_hash is null or p.kept_hash = p.live_hash
                or (p.kept_marks, p.kept_lines) = (p.live_marks, p.live_lines)
                or p.kept_marks[1] <> p.live_marks[1]
            union all
            select p.journal_id, e.line, e.fault, 'entry', ''
              from pairs as p
             cross join intact as i
             cross join lateral (
                    select coalesce(a.line, b.line) as line,
                           case when a.line is null then 'added' when b.line is null then 'missing'
                                else 'changed' end as fault
                      from unnest(p.kept_lines, p.kept_marks[2:]) as a (line, mark)
                      full join unnest(p.live_lines, p.live_marks[2:]) as b (line, mark) on b.line = a.line
                     where a.mark is distinct from b.mark) as e
             where not i.is_intact and p.kept_hash <> p.live_hash
            union all
            select k.journal_id, null, 'changed', 'leaf', 'It is not in its place.'
              from kept as k where k.place <= k.place_before
            union all
            -- The leaves were changed along with what they tell of: the branches still tell where.
            select b.first_id, null, 'changed', 'leaf',
                   format('It, or one of the 255 after it, is not what was sealed (branch %s).', b.branch)
              from (select coalesce(k.branch, s.ordinality - 1) as branch, k.first_id, k.root, s.hash
                      from (select l.place >> 8 as branch, min(l.journal_id::text)::uuid as first_id,
                                   ledger._root(array_agg(l.hash order by l.place)) as root
                              from kept as l group by l.place >> 8) as k
                      full join unnest(ledger._branches(sealed.branches)) with ordinality as s (hash, ordinality)
                           on s.ordinality - 1 = k.branch) as b
             where b.root is distinct from b.hash
        )
        select f.fault, f.what, f.journal_id, f.line, f.details
          from faults as f
         order by f.what = 'leaf' and f.details <> '', f.journal_id, f.line nulls first
         limit 1000;
end $$;

comment on function ledger.verify_seal is $$Hold a sealed day against the ledger as it is now. The first rows name what was changed, missing or
added, also where a superuser did it behind every guard.
@param day a day (UTC)
@param expected_hash the seal's hash as the caller kept it: without one a whole chain made anew goes unseen
@returns a fault each, at most 1000 rows; none where all is as it was sealed
@errors none
@source STL-18 LED-002 S-L6$$;

grant execute on function ledger.verify_seal to hx_support, hx_job;
