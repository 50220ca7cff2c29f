-- State machines (decisions.md, law): these moves and no others.
insert into core.machine (machine, relation) values
    ('task', 'task.task'), ('proof', 'proof.proof'), ('escrow', 'escrow.escrow'),
    ('account', 'account.user'), ('intent', 'stripe.intent'), ('event', 'stripe.event'),
    ('settlement', 'settlement.settlement')
on conflict (machine) do update set relation = excluded.relation;

create temporary table law_state (like core.state);
insert into law_state (machine, state, is_initial, is_terminal, holds_money) values
    ('task', 'OPEN', true, false, false),
    ('task', 'ACCEPTED', false, false, false),
    ('task', 'PROOF_SUBMITTED', false, false, false),
    ('task', 'DISPUTED', false, false, false),
    ('task', 'COMPLETED', false, true, false),
    ('task', 'CANCELLED', false, true, false),
    ('task', 'EXPIRED', false, true, false),
    ('proof', 'PENDING', true, false, false),
    ('proof', 'SUBMITTED', false, false, false),
    ('proof', 'REJECTED', false, false, false),
    ('proof', 'ACCEPTED', false, true, false),
    ('escrow', 'PENDING', true, false, false),
    ('escrow', 'FUNDED', false, false, true),
    ('escrow', 'LOCKED_DISPUTE', false, false, true),
    ('escrow', 'RELEASED', false, true, false),
    ('escrow', 'REFUNDED', false, true, false),
    ('escrow', 'REFUND_PARTIAL', false, true, false),
    ('account', 'ACTIVE', true, false, false),
    ('account', 'PAUSED', false, false, false),
    ('account', 'SUSPENDED', false, false, false),
    ('account', 'BANNED', false, false, false),
    ('account', 'ERASED', false, true, false),
    ('intent', 'PREPARING', true, false, false),
    ('intent', 'READY', false, false, false),
    ('intent', 'SUCCEEDED', false, true, false),
    ('intent', 'CANCELLED', false, true, false),
    ('event', 'RECEIVED', true, false, false),
    ('event', 'PARKED', false, false, false),
    ('event', 'PROCESSED', false, true, false),
    ('event', 'IGNORED', false, true, false),
    ('settlement', 'PENDING', true, false, false),
    ('settlement', 'LOCKED', false, false, false),
    ('settlement', 'SUBMITTED', false, false, false),
    ('settlement', 'CONFIRMED', false, false, false),
    ('settlement', 'SETTLED', false, true, false),
    ('settlement', 'FAILED', false, true, false);
insert into core.state select l.* from law_state as l
on conflict (machine, state) do update set is_initial = excluded.is_initial,
    is_terminal = excluded.is_terminal, holds_money = excluded.holds_money;

create temporary table law (like core.transition);
insert into law (machine, from_state, to_state, event) values
    ('task', 'OPEN', 'ACCEPTED', 'accepted'),
    ('task', 'OPEN', 'CANCELLED', 'cancelled'),
    ('task', 'OPEN', 'EXPIRED', 'expired'),
    ('task', 'ACCEPTED', 'OPEN', 'abandoned'),
    ('task', 'ACCEPTED', 'PROOF_SUBMITTED', 'proof_submitted'),
    ('task', 'ACCEPTED', 'COMPLETED', 'completed'),
    ('task', 'ACCEPTED', 'CANCELLED', 'cancelled'),
    ('task', 'ACCEPTED', 'DISPUTED', 'disputed'),
    ('task', 'PROOF_SUBMITTED', 'ACCEPTED', 'proof_rejected'),
    ('task', 'PROOF_SUBMITTED', 'COMPLETED', 'completed'),
    ('task', 'PROOF_SUBMITTED', 'DISPUTED', 'disputed'),
    ('task', 'DISPUTED', 'COMPLETED', 'completed'),
    ('task', 'DISPUTED', 'CANCELLED', 'cancelled'),
    ('proof', 'PENDING', 'SUBMITTED', 'submitted'),
    ('proof', 'SUBMITTED', 'ACCEPTED', 'accepted'),
    ('proof', 'SUBMITTED', 'REJECTED', 'rejected'),
    ('proof', 'REJECTED', 'ACCEPTED', 'accepted'),
    ('escrow', 'PENDING', 'FUNDED', 'funded'),
    ('escrow', 'PENDING', 'REFUNDED', 'voided'),
    ('escrow', 'FUNDED', 'RELEASED', 'released'),
    ('escrow', 'FUNDED', 'REFUNDED', 'refunded'),
    ('escrow', 'FUNDED', 'REFUND_PARTIAL', 'partially_refunded'),
    ('escrow', 'FUNDED', 'LOCKED_DISPUTE', 'locked'),
    ('escrow', 'LOCKED_DISPUTE', 'FUNDED', 'unlocked'),
    ('escrow', 'LOCKED_DISPUTE', 'RELEASED', 'released'),
    ('escrow', 'LOCKED_DISPUTE', 'REFUNDED', 'refunded'),
    ('escrow', 'LOCKED_DISPUTE', 'REFUND_PARTIAL', 'partially_refunded'),
    ('account', 'ACTIVE', 'PAUSED', 'paused'),
    ('account', 'PAUSED', 'ACTIVE', 'resumed'),
    ('account', 'ACTIVE', 'SUSPENDED', 'suspended'),
    ('account', 'PAUSED', 'SUSPENDED', 'suspended'),
    ('account', 'SUSPENDED', 'ACTIVE', 'reinstated'),
    ('account', 'ACTIVE', 'BANNED', 'banned'),
    ('account', 'PAUSED', 'BANNED', 'banned'),
    ('account', 'SUSPENDED', 'BANNED', 'banned'),
    ('account', 'BANNED', 'ACTIVE', 'reinstated'),
    ('account', 'SUSPENDED', 'ERASED', 'erased'),
    ('intent', 'PREPARING', 'READY', 'prepared'),
    ('intent', 'PREPARING', 'SUCCEEDED', 'succeeded'),
    ('intent', 'PREPARING', 'CANCELLED', 'cancelled'),
    ('intent', 'READY', 'SUCCEEDED', 'succeeded'),
    ('intent', 'READY', 'CANCELLED', 'cancelled'),
    ('event', 'RECEIVED', 'PROCESSED', 'processed'),
    ('event', 'RECEIVED', 'IGNORED', 'ignored'),
    ('event', 'RECEIVED', 'PARKED', 'parked'),
    ('event', 'PARKED', 'PROCESSED', 'processed'),
    ('event', 'PARKED', 'IGNORED', 'ignored'),
    ('settlement', 'PENDING', 'LOCKED', 'taken'),
    ('settlement', 'PENDING', 'FAILED', 'failed'),
    ('settlement', 'LOCKED', 'PENDING', 'returned'),
    ('settlement', 'LOCKED', 'SUBMITTED', 'submitted'),
    ('settlement', 'SUBMITTED', 'CONFIRMED', 'confirmed'),
    ('settlement', 'SUBMITTED', 'PENDING', 'returned'),
    ('settlement', 'SUBMITTED', 'FAILED', 'failed'),
    ('settlement', 'CONFIRMED', 'SETTLED', 'settled');

delete from core.transition as t
 where not exists (select from law as l where l.machine = t.machine
    and l.from_state = t.from_state and l.to_state = t.to_state);
insert into core.transition (machine, from_state, to_state, event)
select l.machine, l.from_state, l.to_state, l.event from law as l
on conflict (machine, from_state, to_state) do update set event = excluded.event;
delete from core.state as s
 where not exists (select from law_state as l where l.machine = s.machine and l.state = s.state);
drop table law, law_state;
