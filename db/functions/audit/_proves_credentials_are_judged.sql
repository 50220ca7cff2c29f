-- ELI-03 ELI-08: whoever is verified was judged: by staff on the record, or by a provider's word; and of
-- each thing one is verified at a time, and its clock is set.
create or replace view audit._proves_credentials_are_judged as
select k.id
  from verification.credential as k
 where k.state = 'VERIFIED'
   and (k.due_at is null or k.due_at > k.expires_at or not exists (
        select from core.event as v
         where v.aggregate = 'credential' and v.aggregate_id = k.id and v.version = k.version
           and (exists (select from admin.action as a
                         where a.subject_id = k.id and a.action = 'verification.review'
                           and a.actor_id = k.reviewer_id
                           and a.transaction_id = v.transaction_id)
                or (k.reviewer_id is null and exists (
                    select from verification.word as w
                     where w.credential_id = k.id and w.submission = k.version - 1
                       and w.outcome = 'applied' and w.verdict = 'VERIFIED'))))
        or exists (
        select from verification.credential as o
         where o.account_id = k.account_id and o.kind = k.kind and o.state = 'VERIFIED'
           and o.id <> k.id and o.trade is not distinct from k.trade
           and o.location_state is not distinct from k.location_state));
comment on view audit._proves_credentials_are_judged is
    'Each verified credential has its review on record or its provider''s word, its clock, and no twin';
