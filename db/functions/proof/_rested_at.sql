-- Who worked eight hours in the city's day rests for half an hour from the end of what he was
-- doing; then the count begins again. Midnight begins another count and ends no rest, so yesterday
-- is looked at too. Whoever did not start anything of late is known by an index at once. Null: rested.
create or replace function proof._rested_at(worker_id uuid, city_id uuid)
    returns timestamptz
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    rule city.rule;
    midnight timestamptz;
    yesterday timestamptz;
    span record;
    counts_today boolean;
    worked interval := interval '0';
    rested_at timestamptz;
begin
    if not exists (select from task.assignment as a
                    where a.worker_id = worker_id and a.started_at is not null
                      and (a.ended_at is null or a.ended_at > core.now() - interval '25 hours'))
    then
        return null;
    end if;
    select d.today at time zone d.time_zone, (d.today - interval '1 day') at time zone d.time_zone
      into strict midnight, yesterday
      from (select date_trunc('day', core.now() at time zone c.time_zone) as today, c.time_zone
              from city.city as c where c.id = city_id) as d;
    select r.* into strict rule from city.rule as r where r.city_id = city_id;
    for span in
        select p.is_today, upper(s.whole) as ended_at, upper(p.part) - lower(p.part) as lasted
          from unnest(proof._active_spans(worker_id, yesterday)) as s (whole)
         cross join lateral (values
            (false, s.whole * tstzrange(yesterday, midnight)),
            (true, s.whole * tstzrange(midnight, null))) as p (is_today, part)
         where not isempty(p.part)
         order by p.is_today, lower(p.part)
    loop
        if span.is_today is distinct from counts_today then
            counts_today := span.is_today;
            worked := interval '0';
        end if;
        worked := worked + span.lasted;
        if worked >= rule.active_limit then
            rested_at := greatest(rested_at, span.ended_at + rule.rest_period);
            worked := interval '0';
        end if;
    end loop;
    return case when rested_at > core.now() then rested_at end;
end $$;
