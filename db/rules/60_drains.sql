-- Kinds of order and the job that drains each (architecture, law 6). @source QUE-13
create temporary table law_drain (like core.drain);
insert into law_drain (kind, aggregate, queue, task) values
    ('stripe_event', 'event', 'stripe', 'stripe:drain_events'),
    ('stripe_intent', 'intent', 'stripe_intent', 'stripe:drain_intents'),
    ('settlement', 'settlement', 'stripe_settlement', 'stripe:drain_settlements'),
    ('connected_account', 'connected_account', 'stripe_intent', 'stripe:drain_accounts'),
    ('evidence', 'evidence', 'stripe_intent', 'stripe:drain_evidence'),
    ('inquiry', 'inquiry', 'stripe_intent', 'stripe:drain_inquiries');
insert into core.drain as d select l.* from law_drain as l
on conflict (kind) do update
    set aggregate = excluded.aggregate, queue = excluded.queue, task = excluded.task;
delete from core.drain as d where not exists (select from law_drain as l where l.kind = d.kind);
drop table law_drain;
