-- LIF-02 ESC-01 PRF-01 STL-01: the machines are those of the design, move by move: a new row is a visible difference.
begin;
select plan(1);
select results_eq($$select t.machine || ' ' || t.from_state || ' → ' || string_agg(t.to_state, ', ' order by t.to_state)
    from core.transition as t group by t.machine, t.from_state order by t.machine, t.from_state$$, array[
    'account ACTIVE → BANNED, PAUSED, SUSPENDED',
    'account BANNED → ACTIVE',
    'account PAUSED → ACTIVE, BANNED, SUSPENDED',
    'account SUSPENDED → ACTIVE, BANNED, ERASED',
    'circuit CLOSED → OPEN',
    'circuit HALF_OPEN → CLOSED, OPEN',
    'circuit OPEN → HALF_OPEN',
    'credential EXPIRED → PENDING',
    'credential FAILED → PENDING',
    'credential PENDING → FAILED, VERIFIED',
    'credential VERIFIED → EXPIRED, FAILED',
    'dispute ESCALATED → RESOLVED',
    'dispute EVIDENCE_REQUESTED → ESCALATED, RESOLVED, UNDER_REVIEW',
    'dispute OPEN → ESCALATED, EVIDENCE_REQUESTED, RESOLVED, UNDER_REVIEW',
    'dispute UNDER_REVIEW → ESCALATED, RESOLVED',
    'escrow FUNDED → LOCKED_DISPUTE, REFUNDED, REFUND_PARTIAL, RELEASED',
    'escrow LOCKED_DISPUTE → FUNDED, REFUNDED, REFUND_PARTIAL, RELEASED',
    'escrow PENDING → FUNDED, REFUNDED',
    'event PARKED → IGNORED, PROCESSED',
    'event RECEIVED → IGNORED, PARKED, PROCESSED',
    'finding OPEN → EXPLAINED, FIXED',
    'intent PREPARING → CANCELLED, READY, SUCCEEDED',
    'intent READY → CANCELLED, SUCCEEDED',
    'payout IN_TRANSIT → CANCELED, FAILED, PAID',
    'payout PAID → FAILED',
    'payout PENDING → CANCELED, FAILED, IN_TRANSIT, PAID',
    'proof PENDING → SUBMITTED',
    'proof REJECTED → ACCEPTED',
    'proof SUBMITTED → ACCEPTED, REJECTED',
    'settlement CONFIRMED → SETTLED',
    'settlement LOCKED → PENDING, SUBMITTED',
    'settlement PENDING → FAILED, LOCKED',
    'settlement SUBMITTED → CONFIRMED, FAILED, PENDING',
    'task ACCEPTED → CANCELLED, COMPLETED, DISPUTED, OPEN, PROOF_SUBMITTED',
    'task DISPUTED → CANCELLED, COMPLETED',
    'task OPEN → ACCEPTED, CANCELLED, EXPIRED',
    'task PROOF_SUBMITTED → ACCEPTED, COMPLETED, DISPUTED'], 'these moves and no others');
select * from finish();
rollback;
