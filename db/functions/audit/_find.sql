-- Write a finding, one open a kind and subject: what differs now replaces what differed. One that was
-- explained is not found again while it differs by the same. It answers whether it is new.
create or replace function audit._find(
    kind          text,
    severity      text,
    subject       text,
    subject_id    uuid,
    details       jsonb,
    amount_cents  bigint default null,
    currency      text default null,
    ours          jsonb default null,
    theirs        jsonb default null
)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update audit.finding as f
       set amount_cents = amount_cents, currency = currency, ours = ours, theirs = theirs
     where f.kind = kind and f.subject = subject and f.subject_id = subject_id and f.closed_at is null
       and (f.amount_cents, f.currency, f.ours, f.theirs)
            is distinct from (amount_cents, currency::core.currency, ours, theirs);
    if found or exists (
        select from audit.finding as f
         where f.kind = kind and f.subject = subject and f.subject_id = subject_id
           and (f.closed_at is null
                or (f.state = 'EXPLAINED' and (f.amount_cents, f.currency)
                    is not distinct from (amount_cents, currency::core.currency))))
    then
        return false;
    end if;
    insert into audit.finding (kind, severity, subject, subject_id, details, amount_cents, currency, ours, theirs)
    values (kind, severity, subject, subject_id, details, amount_cents, currency, ours, theirs)
    on conflict do nothing;
    return found;
end $$;
