\set n random(0, 499)
select bench.released(:n, 20, c.intent, c.charge) from bench.next_charge() as c;
