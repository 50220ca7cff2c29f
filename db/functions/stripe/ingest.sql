-- Store a verified event of Stripe: the row is the order to process it. The same id once.
create or replace function stripe.ingest(event text, is_connect boolean default false)
    returns stripe.receipt
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    payload jsonb;
    stored stripe.receipt;
begin
    perform stripe._begin();
    begin
        payload := event::jsonb;
    exception when invalid_text_representation or untranslatable_character
        or numeric_value_out_of_range or program_limit_exceeded or statement_too_complex
    then
        perform core.fail('HXA01', 'event', 'The event is not JSON, or not of a size to be read.');
    end;
    if jsonb_typeof(payload) is distinct from 'object'
       or jsonb_typeof(payload -> 'id') is distinct from 'string'
       or jsonb_typeof(payload -> 'type') is distinct from 'string'
       or jsonb_typeof(payload #> '{data,object,id}') is distinct from 'string'
       or coalesce(jsonb_typeof(payload -> 'livemode'), 'boolean') <> 'boolean'
    then
        perform core.fail('HXA01', 'event', 'The event lacks id, type, livemode or data.object.id.');
    end if;
    if (coalesce(jsonb_typeof(payload -> 'account'), 'null') <> 'null') <> is_connect then
        perform core.fail('HXA01', 'Stripe-Signature',
            'Events of connected accounts are signed by their own secret, and no others.');
    end if;

    insert into stripe.event as e (provider_event_id, type, object_id, livemode, body, payload)
    values (payload ->> 'id', payload ->> 'type', payload #>> '{data,object,id}',
            coalesce((payload ->> 'livemode')::boolean, false), event, payload)
    on conflict on constraint event_provider_id_unique do nothing
    returning e.id, true into stored;
    if stored.event_id is null then
        select e.id, false into strict stored from stripe.event as e
         where e.provider_event_id = payload ->> 'id';
    end if;
    return stored;
end $$;

comment on function stripe.ingest is $$Store an event whose signature was verified. A redelivery has no effect.
@param event the raw JSON body
@param is_connect whether the secret for events of connected accounts signed it
@returns the event's id, and whether it is new
@errors HXA01
@source ESC-15 STL-04$$;

grant execute on function stripe.ingest to hx_web, hx_job;
