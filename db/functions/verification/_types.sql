-- Shapes of verification procedures.
do $$
begin
    if to_regtype('verification.derivation') is null then
        create type verification.derivation as (
            account_id uuid, location_state text, tier integer, clearances text[],
            is_insured boolean, insurance_expires_at timestamptz, background_checked boolean,
            background_expires_at timestamptz, takes_in_home boolean, takes_urgent boolean,
            takes_high_value boolean, inputs_digest text);
        create type verification.derived_trade as (
            account_id uuid, trade text, location_state text, credential_id uuid,
            expires_at timestamptz);
    end if;
    if to_regtype('verification.credential_view') is null then
        create type verification.credential_view as (
            id uuid, kind text, trade text, location_state text, licence_number text,
            licence_type text, policy_number text, coverage_cents bigint, currency text,
            state text, submitted_at timestamptz, verified_at timestamptz,
            expires_at timestamptz, failure text, is_renewable boolean);
        create type verification.trade_view as (
            trade text, location_state text, expires_at timestamptz);
        create type verification.profile_view as (
            account_id uuid, location_state text, tier integer, clearances text[],
            trades verification.trade_view[], is_insured boolean,
            insurance_expires_at timestamptz, background_checked boolean,
            background_expires_at timestamptz, takes_in_home boolean, takes_urgent boolean,
            takes_high_value boolean, version integer, derived_at timestamptz);
        create type verification.trade_status as (
            trade text, name text, location_state text, state text, licence_number text,
            expires_at timestamptz, is_renewable boolean);
        create type verification.cover_status as (
            state text, expires_at timestamptz, is_renewable boolean);
        create type verification.notice as (
            kind text, severity text, credential_id uuid, credential_kind text, trade text,
            at timestamptz);
        create type verification.work_eligibility as (
            location_state text, tier integer, clearances text[], eligible_categories text[],
            other_categories text[], trades verification.trade_status[],
            insurance verification.cover_status, background verification.cover_status,
            takes_in_home boolean, takes_urgent boolean, takes_high_value boolean,
            notices verification.notice[]);
        create type verification.opportunity as (
            kind text, requirement text, tasks bigint, average_price_cents bigint, currency text);
        create type verification.queue_item as (
            id uuid, account_id uuid, full_name text, kind text, trade text, location_state text,
            licence_number text, licence_type text, policy_number text, coverage_cents bigint,
            currency text, document_keys text[], state text, submission integer,
            submitted_at timestamptz);
        create type verification.queue_page as (
            items verification.queue_item[], next_cursor text);
        create type verification.answer as (credential_id uuid, state text, outcome text);
    end if;
end $$;

comment on type verification.derivation is 'A capability profile as its inputs give it';
comment on type verification.derived_trade is 'A verified trade as its licence gives it';
comment on type verification.credential_view is
    'A credential as its owner sees it: of a licence number the first two characters and the last.
@machine credential
@nullable trade location_state licence_number licence_type policy_number coverage_cents
verified_at expires_at failure';
comment on type verification.trade_view is 'A verified trade, by the state of its licence';
comment on type verification.profile_view is
    'What a person may do, as it was derived. @nullable insurance_expires_at background_expires_at';
comment on type verification.trade_status is
    'A trade that needs a licence: NOT_VERIFIED, or the state of its licence. @nullable location_state
licence_number expires_at';
comment on type verification.cover_status is
    'Insurance or background check: NOT_VERIFIED, or the state of it. @nullable expires_at';
comment on type verification.notice is
    'CREDENTIAL_EXPIRES, CREDENTIAL_EXPIRED or VERIFICATION_FAILED; a warning or an error. @nullable trade';
comment on type verification.work_eligibility is
    'The settings page of work. Insurance and background check are null where they are of no use.
@nullable insurance background';
comment on type verification.opportunity is 'Open work that one verification more would open';
comment on type verification.queue_item is
    'A credential as a reviewer sees it. @machine credential @nullable trade location_state licence_number
licence_type policy_number coverage_cents';
comment on type verification.queue_page is 'A page of credentials. @nullable next_cursor';
comment on type verification.answer is 'What a word about a credential did. @machine credential';
