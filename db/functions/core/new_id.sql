-- @early
-- Time-ordered identifiers: UUID version 7 (48 bits of Unix milliseconds, then random bits).
create or replace function core.new_id()
    returns uuid
    language sql volatile parallel safe
as $$
    select encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint)
                    from 3)
                from 1 for 6),
            52, 1), 53, 1),
        'hex')::uuid
$$;

comment on function core.new_id is $$A new time-ordered identifier (UUIDv7, real clock).
@returns uuid$$;

grant execute on function core.new_id to hx_member, hx_job, hx_dba;
