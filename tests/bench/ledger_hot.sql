\set a random(1, 1000)
select ledger._post('adjustment', gen_random_uuid(), null, 'USD', array[row('payable', bench.person(:a), -1)::ledger.leg, row('fee', null, 1)::ledger.leg]);
