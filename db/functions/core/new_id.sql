-- @early
-- Time-ordered identifiers: UUID version 7 with the clock's microseconds in its first 60 bits
-- (RFC 9562, method 3), so that ids of one session sort as they were made.
create or replace function core.new_id()
    returns uuid
    language plpgsql volatile parallel safe
as $$
declare
    micros bigint := extract(epoch from clock_timestamp()) * 1000000;
begin
    return encode(overlay(uuid_send(gen_random_uuid())
        placing int8send(((micros / 1000) << 16) | 28672 | ((micros % 1000) * 4096 / 1000))
        from 1 for 8), 'hex')::uuid;
end $$;

comment on function core.new_id is $$A new time-ordered identifier (UUIDv7, real clock).
@returns uuid$$;

grant execute on function core.new_id to hx_job, hx_dba;
