-- STR-10
create or replace view audit._proves_chargebacks_have_evidence as
select c.id
  from stripe.chargeback as c
 where c.escrow_id is not null and c.outcome is null
   and not exists (select from stripe.evidence as v where v.chargeback_id = c.id);
comment on view audit._proves_chargebacks_have_evidence is
    'Each chargeback of a payment that is known and not decided has its order of evidence';
