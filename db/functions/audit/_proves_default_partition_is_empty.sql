create or replace view audit._proves_default_partition_is_empty as
select v.id from core.event_default as v;
comment on view audit._proves_default_partition_is_empty is
    'No event fell into the default partition: months are made ahead';
