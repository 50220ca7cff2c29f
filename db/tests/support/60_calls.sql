-- A request as the web layer makes it, for a person by his short name; null is nobody.
create function support.call(
    name text, procedure text, args jsonb default '{}', key text default null,
    client_address inet default '192.0.2.1', request_id text default 'test-request')
    returns core.reply
    language plpgsql
as $$
declare
    reply core.reply;
begin
    -- As a transaction of its own would begin.
    set constraints all deferred;
    reply := core.call(call.procedure, call.args, case when call.name is not null then
        jsonb_build_object('subject', 'test:' || call.name, 'email', call.name || '@example.test') end,
        call.key, call.request_id, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        call.client_address);
    perform set_config('role', 'none', true);
    return reply;
end $$;
