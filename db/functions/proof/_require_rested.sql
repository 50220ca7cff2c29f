-- Whoever has to rest takes and begins nothing until it is over.
create or replace function proof._require_rested(worker_id uuid, city_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    rested_at constant timestamptz := proof._rested_at(worker_id, city_id);
begin
    if rested_at is not null then
        perform core.fail('HX601', null,
            format('You worked long enough: %s minutes of rest are left.',
                ceil(extract(epoch from rested_at - core.now()) / 60)),
            format('Come back at %s.', rested_at));
    end if;
end $$;
