"""A house with something in it for every page of the console to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from test_every_procedure import Stage

from house import Person
from http_work import photo

Text = Callable[[str], str]


@dataclass
class Furniture:
    """What stands where: ids by what they are."""

    stage: Stage
    tasks: dict[str, str] = field(default_factory=dict)
    dispute: str = ""
    accounts: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def furnish(stage: Stage, text: Text) -> Furniture:
    """Play a marketplace by its public procedures; every text that people write passes `text`."""
    made = Furniture(stage)

    def written(words: str) -> str:
        made.texts.append(words)
        return text(words)

    posters = [_person(stage, "Ines Okafor"), _person(stage, "Paul Berger")]
    workers = [_person(stage, "Hana Sato"), _person(stage, "Luis Ortega")]
    stage = replace(stage, poster=posters[0], worker=workers[0])
    for name, person in zip(("poster", "worker"), (posters[0], workers[0]), strict=True):
        made.accounts[name] = stage.done(person, "account.get_profile")["id"]
    works = {
        "open": "Assemble a standing desk",
        "accepted": "Carry a piano down two floors",
        "proved": "Deep-clean a studio flat",
        "completed": "Deliver 40 chairs to Pier 66",
        "disputed": "Paint the garden fence, both sides",
        "cancelled": "Walk two dogs on Sunday",
        "reversed": "Mount a television",
    }
    price = 4_500
    for name, title in works.items():
        price += 3_750
        told: dict[str, Any] = {
            "title": written(title),
            "description": written(f"{title}; tools are there."),
            "requirements": written("Two people, sturdy shoes"),
            "contact": written("Ring twice"),
            "price_cents": price,
        }
        if name in ("open", "cancelled"):
            made.tasks[name] = stage.funded(**told)
            continue
        made.tasks[name] = stage.accepted(**told)
        if name == "accepted":
            continue
        made_proof = stage.done(
            stage.worker,
            "proof.submit",
            task_id=made.tasks[name],
            description=written("Done, see the picture"),
            photos=[photo()],
        )
        if name in ("completed", "reversed"):
            stage.done(stage.poster, "task.complete", task_id=made.tasks[name])
        elif name == "disputed":
            stage.done(
                stage.poster,
                "proof.reject",
                proof_id=made_proof["id"],
                reason=written("The back is bare wood"),
            )
    stage.done(
        stage.poster,
        "task.cancel",
        task_id=made.tasks["cancelled"],
        reason=written("The dogs are with my sister"),
    )
    made.dispute = _contest(stage, made.tasks["disputed"], written)
    held = stage.escrow(made.tasks["accepted"])
    stage.done(
        stage.staff,
        "escrow.hold",
        escrow_id=held,
        kind="REVIEW",
        reason=written("The card was reported an hour ago"),
    )
    movement = (
        "select id::text from settlement.settlement where escrow_id = %s and kind = 'transfer'"
    )
    stage.done(
        stage.staff,
        "settlement.hold",
        settlement_id=str(stage.house.sql(movement, stage.escrow(made.tasks["completed"]))),
        reason=written("First payout of a new hustler"),
    )
    stage.house.as_job(
        "select account.confirm_identity(%s, %s)",
        made.accounts["worker"],
        written("Her passport"),
    )
    stage.done(
        stage.worker,
        "verification.submit_licence",
        trade="electrician",
        location_state="WA",
        licence_number="EC-2041-NB",
        licence_type=written("Journeyman"),
    )
    stage.done(stage.staff, "admin.create_invite", reason=written("For the press"), maximum_uses=20)
    stage.done(
        stage.staff, "admin.freeze", scope="REVERSALS", reason=written("Stripe is being repaired")
    )
    return made


def _contest(stage: Stage, task: str, written: Text) -> str:
    opened = stage.done(
        stage.worker,
        "dispute.create",
        task_id=task,
        reason="QUALITY_ISSUE",
        description=written("He never said that the back counts."),
    )
    for person, words in (
        (stage.poster, "The text says: both sides. One was painted."),
        (stage.poster, "Picture of the back, taken at noon"),
        (stage.worker, "On the phone we agreed on the street side alone"),
    ):
        stage.done(
            person,
            "dispute.add_evidence",
            dispute_id=opened["id"],
            kind="MESSAGE",
            description=written(words),
        )
    stage.done(
        stage.staff,
        "dispute.start_review",
        dispute_id=opened["id"],
        reason=written("Mine from here"),
    )
    return str(opened["id"])


def _person(stage: Stage, name: str) -> Person:
    short = f"{name.split(maxsplit=1)[0].lower()}.{uuid4().hex[:6]}"
    person = stage.house.person(short)
    stage.done(
        person,
        "account.register",
        full_name=name,
        birth_date="1990-01-01",
        accepted_terms_version="2026-01",
    )
    stage.house.onboard(short)
    return person
