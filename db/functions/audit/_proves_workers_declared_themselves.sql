-- SEC-24 ELI-06
create or replace view audit._proves_workers_declared_themselves as
select j.id
  from onboarding.journey as j
 where j.state = 'COMPLETED' and j.final_role <> 'poster'
   and not exists (select from verification.claim as c where c.account_id = j.account_id);

comment on view audit._proves_workers_declared_themselves is
    'Who finished an onboarding as one who works said what he can do';
