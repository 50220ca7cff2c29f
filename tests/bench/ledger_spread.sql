\set a random(1, 1000)
\set b 1 + (:a + random(0, 998)) % 1000
select ledger._post('adjustment', gen_random_uuid(), null, 'USD', array[row('payable', bench.person(:a), -1)::ledger.leg, row('payable', bench.person(:b), 1)::ledger.leg]);
