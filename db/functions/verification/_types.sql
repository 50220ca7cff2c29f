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
end $$;

comment on type verification.derivation is 'A capability profile as its inputs give it';
comment on type verification.derived_trade is 'A verified trade as its licence gives it';
