-- What Stripe told us stays as it was told, also while it waits. @source ESC-15
create or replace trigger event_told_immutable before update on stripe.event
    for each row when (
        (old.provider_event_id, old.type, old.object_id, old.livemode, old.body, old.payload,
         old.received_at)
        is distinct from
        (new.provider_event_id, new.type, new.object_id, new.livemode, new.body, new.payload,
         new.received_at))
    execute function core._refuse('HXA11', '', 'What Stripe told us never changes.');
