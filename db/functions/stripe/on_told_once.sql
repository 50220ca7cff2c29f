-- What Stripe told of failures and warnings is written once; orders of evidence are never deleted.
create or replace trigger append_only before update or delete on stripe.payment_failure
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on stripe.payment_failure
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on stripe.fraud_warning
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on stripe.fraud_warning
    for each statement execute function core._refuse_change();
create or replace trigger never_deleted before delete on stripe.evidence
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.evidence
    for each statement execute function core._refuse_change();
create or replace trigger never_deleted before delete on stripe.poll
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on stripe.poll
    for each statement execute function core._refuse_change();
