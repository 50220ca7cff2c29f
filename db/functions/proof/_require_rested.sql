-- Who worked eight hours in the city's day rests for half an hour from the end of what he was doing;
-- then the count begins again. Whoever did not start anything today is known by an index at once.
create or replace function proof._require_rested(worker_id uuid, city_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    rule city.rule;
    day_began timestamptz;
    span tstzrange;
    worked interval := interval '0';
    rested_at timestamptz;
begin
    if not exists (select from task.assignment as a
                    where a.worker_id = worker_id and a.started_at is not null
                      and (a.ended_at is null or a.ended_at > core.now() - interval '25 hours'))
    then
        return;
    end if;
    select date_trunc('day', core.now() at time zone c.time_zone) at time zone c.time_zone
      into strict day_began from city.city as c where c.id = city_id;
    select r.* into strict rule from city.rule as r where r.city_id = city_id;
    for span in select unnest(proof._active_spans(worker_id, day_began)) loop
        worked := worked + (upper(span) - lower(span));
        if worked >= rule.active_limit then
            rested_at := upper(span) + rule.rest_period;
            worked := interval '0';
        end if;
    end loop;
    if rested_at > core.now() then
        perform core.fail('HX601', null, format('You worked long enough: %s minutes of rest are left.',
            ceil(extract(epoch from rested_at - core.now()) / 60)), format('Come back at %s.', rested_at));
    end if;
end $$;
