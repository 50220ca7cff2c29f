-- Acts of staff over an amount need a second person; staff's reads, strikes for conduct, rehearsals; what
-- moved is proved every minute. The table of acts is small: what rewrites it holds it for a moment.

create domain admin.event_cursor as text
    constraint admin_event_cursor_shape check ((value ~ '^[0-9]{1,18}\.[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'::text));
create domain admin.named_arguments as jsonb
    constraint admin_named_arguments_object check ((jsonb_typeof(value) = 'object'::text));
create domain admin.staff_role as text
    constraint admin_staff_role_known check ((value = any (array['hx_support'::text, 'hx_moderator'::text, 'hx_admin'::text, 'hx_founder'::text])));
create domain admin.two_person_act as text
    constraint admin_two_person_act_known check ((value = any (array['escrow.release'::text, 'escrow.refund'::text, 'dispute.resolve'::text, 'settlement.reverse'::text, 'admin.charge_worker'::text, 'admin.write_off_debt'::text])));
create domain core.days as integer
    constraint core_days_range check (((value >= 1) and (value <= 365)));
create domain core.hours as integer
    constraint core_hours_range check (((value >= 1) and (value <= 744)));
create domain core.search_text as text
    constraint core_search_text_length check ((length(value) <= 200));
alter table trust.strike drop constraint strike_reason_known;
create table admin.approval (
    id uuid not null default core.new_id(),
    action text not null,
    subject_id uuid not null,
    amount_cents bigint not null,
    currency core.currency not null,
    reason core.note not null,
    requested_by uuid not null,
    requested_at timestamp with time zone not null default core.now(),
    expires_at timestamp with time zone not null,
    approved_by uuid,
    approved_at timestamp with time zone,
    used_at timestamp with time zone
);
alter table admin.approval enable row level security;
create table audit.proof (
    id uuid not null default core.new_id(),
    horizon xid8 not null,
    subjects integer not null,
    violations bigint not null,
    proved_at timestamp with time zone not null default clock_timestamp()
);
alter table audit.proof enable row level security;
alter table admin.action add column amount_cents bigint;
alter table admin.action add column approval_id uuid;
alter table admin.action add column currency core.currency;
create unique index action_approval_used_once on admin.action using btree (approval_id);
create index approval_approved_by on admin.approval using btree (approved_by);
create unique index approval_pkey on admin.approval using btree (id);
create index approval_requested_by on admin.approval using btree (requested_by);
create index approval_unused on admin.approval using btree (subject_id, action) where (used_at is null);
create unique index proof_pkey on audit.proof using btree (id);
create index proof_proved_at on audit.proof using btree (proved_at);
alter table admin.approval add constraint approval_pkey primary key using index approval_pkey;
alter table audit.proof add constraint proof_pkey primary key using index proof_pkey;
alter table admin.action add constraint action_amount_in_its_currency check (((amount_cents is null) = (currency is null))) not valid;
alter table admin.action add constraint action_approval_fkey foreign key (approval_id) references admin.approval(id) on delete restrict not valid;
alter table admin.action add constraint action_approval_used_once unique using index action_approval_used_once;
alter table admin.approval add constraint approval_action_known check ((action = any (array['escrow.release'::text, 'escrow.refund'::text, 'dispute.resolve'::text, 'settlement.reverse'::text, 'admin.charge_worker'::text, 'admin.write_off_debt'::text]))) not valid;
alter table admin.approval validate constraint approval_action_known;
alter table admin.approval add constraint approval_amount_positive check ((amount_cents > 0)) not valid;
alter table admin.approval validate constraint approval_amount_positive;
alter table admin.approval add constraint approval_approved_by_fkey foreign key (approved_by) references account."user"(id) on delete restrict not valid;
alter table admin.approval validate constraint approval_approved_by_fkey;
alter table admin.approval add constraint approval_by_another check ((approved_by <> requested_by)) not valid;
alter table admin.approval validate constraint approval_by_another;
alter table admin.approval add constraint approval_expires_later check ((expires_at > requested_at)) not valid;
alter table admin.approval validate constraint approval_expires_later;
alter table admin.approval add constraint approval_requested_by_fkey foreign key (requested_by) references account."user"(id) on delete restrict not valid;
alter table admin.approval validate constraint approval_requested_by_fkey;
alter table admin.approval add constraint approval_used_after_approval check (((used_at is null) or (approved_at is not null))) not valid;
alter table admin.approval validate constraint approval_used_after_approval;
alter table admin.approval add constraint approval_whole check (((approved_by is null) = (approved_at is null))) not valid;
alter table admin.approval validate constraint approval_whole;
alter table audit.proof add constraint proof_violations_not_negative check ((violations >= 0)) not valid;
alter table audit.proof validate constraint proof_violations_not_negative;
alter table core.setting add constraint setting_settlement_lease check (((name <> 'settlement_lease'::text) or (((value)::interval >= '00:00:01'::interval) and ((value)::interval <= '01:00:00'::interval)))) not valid;
alter table core.setting add constraint setting_two_person_cents check (((name <> 'two_person_cents'::text) or (value ~ '^[1-9][0-9]{0,8}$'::text))) not valid;
alter table trust.strike add constraint strike_reason_known check ((reason = any (array['ABANDONMENTS'::text, 'CONDUCT'::text]))) not valid;
comment on domain admin.event_cursor is 'Where a page of events begins, as the page before told it';
comment on domain admin.named_arguments is 'Arguments of a procedure, an object by name';
comment on domain admin.staff_role is 'hx_support, hx_moderator, hx_admin or hx_founder';
comment on domain admin.two_person_act is 'escrow.release, escrow.refund, dispute.resolve, settlement.reverse, admin.charge_worker or admin.write_off_debt';
comment on domain core.days is 'Days, 1 to 365';
comment on domain core.hours is 'Hours, 1 to 744';
comment on domain core.search_text is 'What to look for, at most 200 characters';
comment on table admin.approval is 'Acts over the two-person limit that one of staff asked for and another approved; used once. @source ADM-16 S-A2';
comment on table audit.proof is 'What was proved of all that moved, minute by minute: no further than the horizon. @source STL-08';
comment on column audit.proof.horizon is 'Transactions before it were looked at';
insert into core.setting (name, value, comment) values
    ('two_person_cents', '100000', 'Above it an act of staff that moves money needs a second person'),
    ('approval_lifetime', '24 hours', 'How long an approval of a second person may be used')
on conflict (name) do nothing;
