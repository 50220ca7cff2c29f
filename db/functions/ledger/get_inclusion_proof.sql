-- The proof that a movement of money to the caller is in a sealed day: its neighbours on the way to
-- the branch of 256 leaves, then the branches beside it.
create or replace function ledger.get_inclusion_proof(settlement_id uuid)
    returns ledger.inclusion_proof
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    moved settlement.settlement;
    kept ledger.seal_leaf;
    sealed ledger.seal;
    path ledger.proof_step[];
    leaf text;
begin
    select s.* into moved from settlement.settlement as s
     where s.id = settlement_id and s.payee_id = viewer;
    if not found then
        perform core.fail('HXA02', 'settlement_id');
    end if;
    select l.* into kept from ledger.seal_leaf as l where l.journal_id = moved.journal_id;
    if not found then
        perform core.fail('HXA03', 'settlement_id', 'It is not sealed yet.',
            'What was settled is sealed within a day.');
    end if;
    select s.* into strict sealed from ledger.seal as s where s.number = kept.seal_number;
    select l.leaf into leaf from ledger._leaves() as l where l.journal_id = kept.journal_id;
    select array_agg(row(case when (n.place & 1) = 0 then 'left' else 'right' end,
               encode(n.hash, 'hex'))::ledger.proof_step order by n.part, n.level)
      into path
      from (select 0 as part, t.level, t.place, t.hash
              from ledger._tree((select array_agg(l.hash order by l.place) from ledger.seal_leaf as l
                     where l.seal_number = kept.seal_number
                       and l.place between (kept.place >> 8) << 8 and ((kept.place >> 8) << 8) + 255)) as t
             where t.place = ((kept.place & 255) >> t.level) # 1
            union all
            select 1, t.level, t.place, t.hash
              from ledger._tree(ledger._branches(sealed.branches)) as t
             where t.place = ((kept.place >> 8) >> t.level) # 1) as n;
    return row(moved.id, leaf, coalesce(path, '{}'), ledger._seal_view(sealed))::ledger.inclusion_proof;
end $$;

comment on function ledger.get_inclusion_proof is $$The proof that a movement of money to the caller is in the sealed ledger of its day; scripts/verify-proof checks
it without any database.
@param settlement_id a movement of account.get_payouts that was SENT
@returns the leaf (the journal and its entries as sealed), the hashes beside the way to the root, and the seal
@errors HX501 HX504 HXA01 HXA02 HXA03
@source STL-18 LED-002 S-L6$$;

grant execute on function ledger.get_inclusion_proof to hx_member;
