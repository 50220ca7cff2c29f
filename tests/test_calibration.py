"""The calibration and the risk of work against an independent computation, over every answer.

SEC-24 A26 A27: every figure stands here once more, by hand, and computed exactly.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor

import pytest

from clones import Connection

D = Decimal
WEIGHTS = {
    "motivation": D("0.25"),
    "frustration": D("0.20"),
    "availability": D("0.15"),
    "price": D("0.12"),
    "control": D("0.10"),
    "device": D("0.05"),
    "daytime": D("0.03"),
}
# What each answer says for the worker; the poster has the rest of it.
WORKER = {
    ("motivation", "income"): D("0.85"),
    ("motivation", "delegation"): D("0.15"),
    ("motivation", "both"): D("0.50"),
    ("frustration", "finding_people"): D("0.20"),
    ("frustration", "payment_fairness"): D("0.85"),
    ("frustration", "communication"): D("0.45"),
    ("availability", "flexible"): D("0.75"),
    ("availability", "limited"): D("0.60"),
    ("availability", "minimal"): D("0.20"),
    ("price", "competitive"): D("0.80"),
    ("price", "premium"): D("0.15"),
    ("price", "fair"): D("0.50"),
    ("control", "autonomous"): D("0.80"),
    ("control", "collaborative"): D("0.55"),
    ("control", "delegator"): D("0.15"),
    ("device", "mobile"): D("0.55"),
    ("daytime", "evening"): D("0.60"),
}
ASKED = ("motivation", "frustration", "availability", "price", "control")
OPTIONS = [[a for q, a in WORKER if q == question] for question in ASKED]
PERFECT_WORKER = ("income", "payment_fairness", "flexible", "competitive", "autonomous")
PERFECT_POSTER = ("delegation", "finding_people", "minimal", "premium", "delegator")
INFER = (
    "select a.said::text, worker_confidence, poster_confidence, confidence, tier, flags,"
    " proposed_role, must_choose, risk_tolerance, urgency_bias, authority_expectation,"
    " price_sensitivity from jsonb_array_elements(%s::jsonb) as a (said)"
    " cross join lateral onboarding._infer('1.2.0', a.said)"
)


def penalties(answers: dict[str, str]) -> dict[str, Decimal]:
    """What contradicts itself in the answers, and what it costs."""
    control, availability = answers["control"], answers["availability"]
    found = {}
    if (control, availability) == ("autonomous", "minimal"):
        found["CONTRADICTORY_CONTROL_AVAILABILITY"] = D("0.15")
    if (answers["price"], availability) == ("competitive", "minimal"):
        found["PRICE_URGENCY_INCONSISTENT"] = D("0.10")
    if (control, answers["motivation"]) == ("delegator", "income"):
        found["DELEGATION_INCOME_CONFLICT"] = D("0.20")
    said = tuple(answers[question] for question in ASKED)
    if said == PERFECT_WORKER:
        found["SUSPICIOUSLY_PERFECT_WORKER"] = D("0.25")
    if said == PERFECT_POSTER:
        found["SUSPICIOUSLY_PERFECT_POSTER"] = D("0.25")
    return found


def signals(answers: dict[str, str]) -> list[Decimal]:
    """Risk tolerance, urgency, expected authority and price sensitivity."""
    steps = [
        {"competitive": "0.20", "premium": "-0.10", "autonomous": "0.15", "delegator": "-0.10"},
        {"flexible": "0.15", "minimal": "-0.20", "income": "0.10"},
        {"collaborative": "0.20", "autonomous": "-0.15", "communication": "0.10"},
        {"competitive": "0.30", "premium": "-0.20"},
    ]
    said = set(answers.values())
    return [
        min(D(1), max(D(0), D("0.5") + sum((D(v) for k, v in step.items() if k in said), D(0))))
        for step in steps
    ]


def inferred(answers: dict[str, str]) -> list[object]:
    """What the answers say, computed another way."""
    worker = poster = D(0)
    for item in answers.items():
        if item in WORKER:
            worker += WEIGHTS[item[0]] * WORKER[item]
            poster += WEIGHTS[item[0]] * (1 - WORKER[item])
    found = penalties(answers)
    kept = 1 - min(Fraction(sum(found.values(), D(0))), Fraction("0.40"))
    part = Fraction(worker) / (Fraction(worker) + Fraction(poster))
    damped = Fraction("0.5") + (part - Fraction("0.5")) * kept
    share = D(floor(damped * 10000 + Fraction("0.5"))) / 10000
    highest = max(share, 1 - share)
    tier = "STRONG" if highest >= D("0.75") else "MODERATE" if highest >= D("0.60") else "WEAK"
    role = "hustler" if share >= D("0.5") else "poster"
    return [
        share,
        1 - share,
        2 * abs(share - D("0.5")),
        tier,
        sorted(found),
        role,
        tier == "WEAK",
        *signals(answers),
    ]


def test_every_calibration(owner: Connection) -> None:
    """3^5 answers, with and without a telephone, by day and in the evening: 972 inferences."""
    told = [
        {**dict(zip(ASKED, said, strict=True)), "device": device, "daytime": daytime}
        | {"referral": "direct"}
        for said in product(*OPTIONS)
        for device in ("mobile", "desktop")
        for daytime in ("evening", "day")
    ]
    assert len(told) == 972
    found = owner.execute(INFER, (json.dumps(told),)).fetchall()
    assert len(found) == 972
    for said, *result in found:
        answers = json.loads(str(said))
        assert result == inferred(answers), answers
    tiers = {row[4] for row in found}
    assert tiers == {"STRONG", "MODERATE", "WEAK"}
    # The same answers, the same inference.
    assert owner.execute(INFER, (json.dumps(told),)).fetchall() == found


WORDS = ("x", "an outlet", "babysitting", "a leaking pipe", "propane", "overnight care", "roof")


@pytest.mark.parametrize("words", WORDS)
def test_risk_is_never_lowered(owner: Connection, words: str) -> None:
    """Whatever is answered and said, no less is asked than by category or by words alone."""
    rows = owner.execute(
        """
        with asked as (
            select q.category, q.code,
                   case q.kind when 'yes_no' then '{yes,no}' else q.options end as options
              from task.question as q where q.purpose = 'risk'
        ), said as (
            select c.code as category, a.code as question, o.answer
              from task.category as c join asked as a on a.category = c.code
             cross join unnest(a.options) as o (answer)
            union all select c.code, null, null from task.category as c
        )
        select s.category, b.min_tier, (alone).required_tier, (both_said).required_tier,
               (answered).required_tier
          from said as s
          join task.category as c on c.code = s.category
          join trust.risk as b on b.level = c.risk_level
         cross join lateral (
            select case when s.question is not null
                        then array[row(s.question, s.answer)]::task.risk_answer[] end as list) as l
         cross join lateral (select task._classify(s.category, l.list, 'x') as answered,
                task._classify(s.category, null, %s) as alone,
                task._classify(s.category, l.list, %s) as both_said) as k
        """,
        (words, words),
    ).fetchall()
    assert len(rows) > 30
    for category, *tiers in rows:
        baseline, by_words, by_both, by_answer = (int(str(tier)) for tier in tiers)
        assert by_words >= baseline, category
        assert by_answer >= baseline, category
        assert by_both == max(by_words, by_answer), category
