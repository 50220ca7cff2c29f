"""Every procedure of the public API over HTTP: rightful, without token, as a stranger, by the wrong
role, with arguments that are none, missing or of another kind, and with SQL in every text.

The document at /openapi.json says what is called and what may be answered; a procedure without a
scenario fails. TST-07 TST-15 TST-16 TST-17 TST-001 TST-002 TST-003 SEC-07 SEC-08 SEC-09 SEC-11
SEC-12 VAL-006 VAL-007 VAL-014 S14 S-I16."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
import requests

from house import KEY, House, Person, code, lift_limits, wait_until
from http_work import photo
from http_work import work as plain_work
from people import chargeback, event
from web.identity import local_token

Json = dict[str, Any]
INJECTIONS = (
    "'; drop table task.task cascade; --",
    "' or 1=1--",
    '" or ""="',
    "$$; select pg_sleep(9); $$",
    "\\'; \\\\",
    "%s %(a)s %",
    "{} {0} ${x} #{x}",
    "a\u0000b",
    "1; set role hx_owner",
)


@dataclass(repr=False)
class Stage:
    """A house with people, and the ways to bring work into a state through public procedures."""

    house: House
    document: Json
    poster: Person
    worker: Person
    stranger: Person
    nobody: Person
    staff: Person
    validators: dict[int, jsonschema_rs.Validator] = field(default_factory=dict)

    def operation(self, procedure: str) -> Json:
        """The procedure's operation in the document."""
        (found,) = self.document["paths"][f"/v1/{procedure}"].values()
        return dict(found)

    def arguments(self, procedure: str) -> Mapping[str, Json]:
        """Schemas of a procedure's arguments by name."""
        operation = self.operation(procedure)
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            return dict(schema["properties"])
        return {p["name"]: p["schema"] for p in operation["parameters"] if p["in"] == "query"}

    def required(self, procedure: str) -> list[str]:
        """Names of the arguments that must be given."""
        operation = self.operation(procedure)
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            return list(schema["required"])
        return [p["name"] for p in operation["parameters"] if p["in"] == "query" and p["required"]]

    def is_query(self, procedure: str) -> bool:
        """Whether it is asked by GET."""
        return "get" in self.document["paths"][f"/v1/{procedure}"]

    def ask(self, who: Person, procedure: str, arguments: Json) -> requests.Response:
        """Call a procedure; whatever it answers must stand in the document."""
        answer = (
            who.get(procedure, **arguments)
            if self.is_query(procedure)
            else who.post(procedure, arguments)
        )
        declared = self.operation(procedure)["responses"]
        told = declared.get(str(answer.status_code))
        assert told is not None, f"{answer.status_code} is not declared: {answer.text}"
        self.validator(told["content"]["application/json"]["schema"]).validate(answer.json())
        if answer.status_code != 200:
            assert code(answer) in told["x-codes"], answer.text
        assert answer.status_code < 500, answer.text
        return answer

    def validator(self, schema: Json) -> jsonschema_rs.Validator:
        """A validator of one of the document's schemas."""
        if id(schema) not in self.validators:
            self.validators[id(schema)] = jsonschema_rs.Draft202012Validator(
                {**schema, "components": self.document["components"]}, validate_formats=True
            )
        return self.validators[id(schema)]

    def done(self, who: Person, procedure: str, **arguments: Any) -> Json:
        """What a rightful call answers."""
        answer = self.ask(who, procedure, arguments)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["data"])

    def task(self, **changes: Any) -> str:
        """A task that nobody has paid."""
        return str(self.done(self.poster, "task.create", **work(**changes))["id"])

    def funded(self, **changes: Any) -> str:
        """A task whose payment Stripe has told."""
        task = self.task(**changes)
        escrow = self.done(self.poster, "escrow.get_by_task_id", task_id=task)["id"]
        self.done(self.poster, "escrow.create_intent", task_id=task)
        paid = event(escrow, intent=f"pi_{escrow}", amount=changes.get("price_cents", 10000))
        self.house.as_job("select stripe.ingest(%s)", paid)
        self.house.as_job("select stripe.drain()")
        wait_until(
            lambda: (
                self.done(self.poster, "escrow.get_by_task_id", task_id=task)["state"] == "FUNDED"
            )
        )
        return task

    def journal(self) -> str:
        """A journal that funded a task."""
        query = "select funding_journal_id from escrow.escrow where task_id = %s"
        return str(self.house.sql(query, self.funded()))

    def page(self, procedure: str, **arguments: Any) -> Json:
        """Arguments of a second page of open work, for the worker."""
        for _ in range(2):
            self.funded(price_cents=12300)
        first = self.done(self.worker, procedure, **arguments)
        return {**arguments, "page_cursor": first["next_cursor"]}

    def kept(self) -> str:
        """A search that the worker kept."""
        name = uuid4().hex
        for view in self.done_list(self.worker, "task.get_saved_searches"):
            self.ask(self.worker, "task.delete_saved_search", {"search_id": view["id"]})
        return str(self.done(self.worker, "task.save_search", name=name, query="couch")["id"])

    def done_list(self, who: Person, procedure: str, **arguments: Any) -> list[Json]:
        """What a rightful call answers with many rows."""
        answer = self.ask(who, procedure, arguments)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["data"])

    def accepted(self, **changes: Any) -> str:
        """A task that the worker has taken."""
        task = self.funded(**changes)
        self.done(self.worker, "task.accept", task_id=task)
        return task

    def known(self) -> Person:
        """Somebody whose identity was confirmed."""
        name = uuid4().hex
        person = self.house.registered(name)
        self.house.sql("select support.identified(%s)", name)
        return person

    def licence(self) -> str:
        """A licence that waits for its review."""
        told = self.done(self.known(), "verification.submit_licence", **LICENCE)
        return str(told["id"])

    def licensed(self) -> tuple[Person, str]:
        """Somebody whose licence is verified, and its id."""
        name = uuid4().hex
        person = self.house.registered(name)
        return person, str(self.house.sql("select support.credential(%s)", name))

    def resting(self) -> Person:
        """Somebody whose account is paused."""
        person = self.house.registered(uuid4().hex)
        self.done(person, "account.pause")
        return person

    def reviewed(self) -> str:
        """A task whose proof was accepted and which nobody has completed."""
        task, made = self.proved()
        self.done(self.poster, "proof.accept", proof_id=made)
        return task

    def escrow(self, task: str) -> str:
        """The escrow of a task."""
        return str(self.done(self.poster, "escrow.get_by_task_id", task_id=task)["id"])

    def disputed(self) -> str:
        """An undecided dispute about a proof that waits."""
        task, _ = self.proved()
        opened = self.done(
            self.worker, "dispute.create", task_id=task, reason="OTHER", description="Look at it"
        )
        return str(opened["id"])

    def held(self) -> str:
        """A hold of staff on the payment of work under way."""
        escrow = self.escrow(self.accepted())
        made = self.done(
            self.staff, "escrow.hold", escrow_id=escrow, kind="REVIEW", reason="A second look"
        )
        return str(made["id"])

    def charged_back(self) -> tuple[str, str]:
        """A chargeback that was lost after the release, and the poster who owes for it."""
        debtor = replace(self, poster=self.house.registered(uuid4().hex))
        task, _ = debtor.proved()
        debtor.done(debtor.poster, "task.complete", task_id=task)
        escrow = debtor.escrow(task)
        for fact, status in (("created", "needs_response"), ("closed", "lost")):
            told = chargeback(escrow, fact, status)
            self.house.as_job("select stripe.ingest(%s)", told)
            self.house.as_job("select stripe.drain()")
        claim = "select id::text from stripe.chargeback where escrow_id = %s and outcome = 'lost'"
        wait_until(lambda: self.house.sql(claim, escrow) is not None)
        owes = debtor.done(debtor.poster, "account.get_profile")["id"]
        return str(self.house.sql(claim, escrow)), str(owes)

    def debtor(self) -> Person:
        """A poster who owes for a chargeback."""
        _, owes = self.charged_back()
        email = str(self.house.sql("select email from account.user where id = %s", owes))
        return self.house.person(email.partition("@")[0])

    def transfer(self) -> str:
        """A transfer that waits for the worker's payout account."""
        task, _ = self.proved()
        self.done(self.poster, "task.complete", task_id=task)
        query = "select id::text from settlement.settlement where escrow_id = %s"
        return str(self.house.sql(query, self.escrow(task)))

    def sealed(self) -> str:
        """A transfer that Stripe made, in a sealed day."""
        transfer = self.sent()
        day = "select coalesce(max(day), '2020-01-01') + 1 from ledger.seal"
        kept = (
            "select count(*) from ledger.seal_leaf as l"
            " join settlement.settlement as s on s.journal_id = l.journal_id where s.id = %s"
        )

        def is_sealed() -> bool:
            self.house.sql(f"select ledger._seal_day(({day}))")
            return bool(self.house.sql(kept, transfer) == 1)

        wait_until(is_sealed)
        return transfer

    def told(self, kind: str, **claim: Any) -> None:
        """Stripe tells of something."""
        told = {"id": f"evt_{uuid4()}", "type": kind, "livemode": False, "data": {"object": claim}}
        self.house.as_job("select stripe.ingest(%s)", json.dumps(told))
        self.house.as_job("select stripe.drain()")

    def risky(self) -> tuple[str, str]:
        """A transfer that a warning of fraud holds back, and the hold."""
        transfer = self.transfer()
        charge = "select charge from settlement.settlement where id = %s"
        self.told(
            "radar.early_fraud_warning.created",
            id=f"issfr_{uuid4()}",
            payment_intent=self.house.sql(charge, transfer),
        )
        query = "select id::text from settlement.hold where settlement_id = %s"
        wait_until(lambda: self.house.sql(query, transfer) is not None)
        return transfer, str(self.house.sql(query, transfer))

    def refused(self) -> str:
        """A transfer that staff refused."""
        transfer, _ = self.risky()
        self.done(self.staff, "settlement.refuse", settlement_id=transfer, reason="A fraud")
        return transfer

    def sent(self) -> str:
        """A transfer that Stripe made."""
        transfer = self.transfer()
        amount = self.house.sql(
            "select amount_cents from settlement.settlement where id = %s", transfer
        )
        claim = {"amount": amount, "currency": "usd", "metadata": {"settlement_id": transfer}}
        self.told("transfer.created", id=f"tr_{uuid4()}", **claim)
        state = "select state = 'SETTLED' from settlement.settlement where id = %s"
        wait_until(lambda: self.house.sql(state, transfer) is True)
        return transfer

    def somebody(self) -> str:
        """The account of a member who does nothing else."""
        person = self.house.registered(uuid4().hex)
        return str(self.done(person, "account.get_profile")["id"])

    def asked(self) -> str:
        """An approval that a colleague of the admin asks for."""
        name = uuid4().hex
        colleague = self.house.registered(name)
        grant = "insert into account.staff (account_id, role) select id, 'hx_admin'"
        self.house.sql(f"{grant} from account.user where email = %s", f"{name}@example.test")
        wanted = {"action": "escrow.refund", "subject_id": str(uuid4()), "amount_cents": 200000}
        answer = self.done(colleague, "admin.request_approval", **wanted, reason="It was a hoax")
        return str(answer["id"])

    def buried(self) -> str:
        """A dead letter about an account at Stripe."""
        person = self.house.registered(uuid4().hex)
        self.done(person, "account.set_up_payouts")
        account = self.done(person, "account.get_profile")["id"]
        return str(
            self.house.sql(
                "insert into core.dead_letter (kind, order_id, attempts, error)"
                " values ('connected_account', %s, 5, 'refused') returning id",
                account,
            )
        )

    def finding(self) -> str:
        """A difference that nobody looked at yet."""
        return str(
            self.house.sql(
                "insert into audit.finding (kind, severity, subject, subject_id)"
                " values ('total_differs', 'P2', 'statement', core.new_id()) returning id"
            )
        )

    def reconciled(self) -> Person:
        """Staff, after everything was compared."""
        self.house.as_job("select (stripe.reconcile(true)).found")
        return self.staff

    def invite(self) -> Json:
        """An invitation of staff."""
        return self.done(self.staff, "admin.create_invite", reason="Friends")

    def journey(self, last_step: str | None) -> tuple[Person, str]:
        """Somebody new whose onboarding went as far as a step, and the account."""
        person = self.house.person(uuid4().hex)
        account = self.done(
            person,
            "account.register",
            full_name="Nora New",
            birth_date="1990-01-01",
            accepted_terms_version="2026-01",
        )
        location = {"step": "location", "work_state": "WA", "zip_code": "98101"}
        steps: dict[str, tuple[str, Json]] = {
            "calibration": ("submit_calibration", CALIBRATION),
            "role": ("confirm_role", {}),
            "location": ("complete_step", location),
            "capabilities": ("submit_capabilities", CAPABILITIES),
            "tutorial": ("complete_step", {"step": "tutorial"}),
            "complete": ("complete", {}),
        }
        for step in list(steps)[: list(steps).index(last_step) + 1] if last_step else ():
            self.done(person, f"onboarding.{steps[step][0]}", **steps[step][1])
        return person, str(account["id"])

    def draft(self, **changes: Any) -> tuple[Person, str]:
        """A draft of somebody new."""
        person = self.house.registered(uuid4().hex)
        made = self.done(person, "task.start_draft", **DRAFT, **changes)
        return person, str(made["id"])

    def ready(self) -> tuple[Person, str]:
        """A draft that may be posted."""
        person, draft = self.draft()
        ahead = [datetime.now(UTC) + timedelta(hours=h) for h in (24, 26)]
        answers = {
            "yes_no": "no",
            "number": "3",
            "address": "400 Broad St, Seattle, WA 98109",
            "text": "Two chairs and a table",
            "time_window": "/".join(f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in ahead),
        }
        for asked in self.done(person, "task.get_draft", draft_id=draft)["questions"]:
            if asked["is_blocking"] and asked["answer"] is None:
                answer = answers.get(asked["kind"]) or asked["options"][0]
                self.done(
                    person,
                    "task.answer_question",
                    draft_id=draft,
                    question=asked["code"],
                    answer=answer,
                )
        return person, draft

    def proved(self) -> tuple[str, str]:
        """A task that waits for its review, and its proof."""
        task = self.accepted()
        return task, self.done(self.worker, "proof.submit", **proof(task))["id"]


CALIBRATION: Json = {
    "motivation": "income",
    "frustration": "payment_fairness",
    "availability": "limited",
    "price": "fair",
    "control": "autonomous",
    "device": "mobile",
    "referral": "friend",
    "local_hour": 12,
}
CAPABILITIES: Json = {
    "trades": ["it_networking"],
    "licences": [
        {
            "trade": "it_networking",
            "licence": "yes",
            "licence_state": "WA",
            "licence_number": "EL-12345",
            "licence_expires_on": "2030-01-01",
        }
    ],
    "work_state": "WA",
    "city": "Seattle",
    "zip_code": "98101",
    "insurance_claimed": False,
    "takes_in_home": True,
    "takes_urgent": True,
    "takes_high_value": False,
}
DRAFT: Json = {
    "title": "Move a couch",
    "description": "Carry a couch down the stairs",
    "category": "moving",
    "price_cents": 10000,
    "address": "1201 2nd Ave, Seattle, WA 98101",
    "latitude": 47.6075,
    "longitude": -122.3381,
    "contact": "Ring twice",
    "requirements": "Two people",
    "requires_proof": True,
    "proof_instructions": "The couch in its place",
}


def work(**changes: Any) -> Json:
    """Arguments of task.create, all of them."""
    optional = {
        "risk_answers": [],
        "requirements": "Two people",
        "contact": "Ring twice",
        "proof_instructions": "The couch in its place",
    }
    return plain_work(**{**optional, **changes})


def proof(task: str) -> Json:
    """Arguments of proof.submit, with a picture of its own."""
    return {
        "task_id": task,
        "description": "It is done",
        "photos": [photo()],
        "latitude": 47.6075,
        "longitude": -122.3381,
    }


Call = tuple[Person, Json]


def draft_call(made: tuple[Person, str], **arguments: Any) -> Call:
    """A call of a draft's poster about it."""
    who, draft = made
    return who, {"draft_id": draft, **arguments}


def answers_call(stage: Stage) -> Call:
    """The poster of work that was a draft asks for his answers."""
    who, draft = stage.ready()
    return who, {"task_id": stage.done(who, "task.post_draft", draft_id=draft)["id"]}


# How to bring the house into a state where the call answers 200: who calls, and with what.
LOOKED_FOR = {
    "latitude": 47.61,
    "longitude": -122.33,
    "radius_miles": 10,
    "categories": ["moving", "cleaning"],
    "min_price_cents": 500,
    "max_price_cents": 90000,
    "sort_by": "relevance",
    "page_size": 1,
}
LICENCE = {"trade": "plumber", "location_state": "WA", "licence_number": "PL-12345"}
SCENARIOS: dict[str, Callable[[Stage], Call]] = {
    "account.confirm_identity": lambda s: (
        s.staff,
        {
            "account_id": s.done(s.worker, "account.get_profile")["id"],
            "reason": "Passport seen",
        },
    ),
    "account.get_badges": lambda s: (s.worker, {}),
    "account.get_payout_account": lambda s: (s.worker, {}),
    "account.get_payouts": lambda s: (s.worker, {"page_size": 5, "page_cursor": s.transfer()}),
    "account.get_percentiles": lambda s: (s.worker, {}),
    "account.get_profile": lambda s: (s.poster, {}),
    "account.get_trust_tier": lambda s: (s.worker, {}),
    "account.get_xp": lambda s: (s.worker, {}),
    "account.pause": lambda s: (s.house.registered(uuid4().hex), {"reason": "A holiday"}),
    "account.resume": lambda s: (s.resting(), {}),
    "account.register": lambda s: (
        s.house.person(uuid4().hex),
        {
            "full_name": "Nora New",
            "birth_date": "1990-01-01",
            "accepted_terms_version": "2026-01",
            "invite_code": s.invite()["code"],
        },
    ),
    "account.repay_debt": lambda s: (s.debtor(), {}),
    "account.set_up_payouts": lambda s: (s.worker, {}),
    "account.statement": lambda s: (
        s.worker,
        {
            "page_size": 5,
            "page_cursor": s.journal(),
            "currency": "USD",
            "from_day": "2026-01-01",
            "to_day": "2026-12-31",
        },
    ),
    "account.statement_csv": lambda s: (
        s.worker,
        {"from_day": "2026-01-01", "to_day": "2026-12-31", "currency": "USD"},
    ),
    "account.update_profile": lambda s: (
        s.worker,
        {
            "full_name": "Wanda Worker",
            "avatar_url": "https://example.org/w.png",
            "default_mode": "worker",
        },
    ),
    "admin.charge_worker": lambda s: (
        s.staff,
        {
            "chargeback_id": s.charged_back()[0],
            "amount_cents": 100,
            "reason": "The work was not delivered",
        },
    ),
    "admin.approve": lambda s: (s.staff, {"approval_id": s.asked(), "reason": "Agreed"}),
    "admin.ban": lambda s: (s.staff, {"account_id": s.somebody(), "reason": "A fraud"}),
    "admin.close_dead_letter": lambda s: (
        s.staff,
        {"dead_letter_id": s.buried(), "reason": "He has left", "try_again": False},
    ),
    "admin.dry_run": lambda s: (
        s.staff,
        {
            "procedure": "escrow.hold",
            "arguments": {
                "escrow_id": s.escrow(s.accepted()),
                "kind": "FRAUD",
                "reason": "An odd card",
            },
            "as_account": None,
        },
    ),
    "admin.explain_finding": lambda s: (
        s.staff,
        {"finding_id": s.finding(), "reason": "As it should be"},
    ),
    "admin.fix_finding": lambda s: (s.staff, {"finding_id": s.finding(), "reason": "Look again"}),
    "admin.own_finding": lambda s: (s.staff, {"finding_id": s.finding(), "reason": "Mine"}),
    "admin.get_findings": lambda s: (
        s.staff,
        {"state": "OPEN", "severity": "P2", "page_size": 5, "page_cursor": s.finding()},
    ),
    "admin.flush_cache": lambda s: (s.staff, {"reason": "A wrong figure"}),
    "admin.freeze": lambda s: (s.staff, {"scope": "REVERSALS", "reason": "Odd numbers"}),
    "admin.get_actions": lambda s: (
        s.staff,
        {
            "subject_id": str(uuid4()),
            "actor_id": str(uuid4()),
            "page_size": 5,
            "page_cursor": s.task(),
        },
    ),
    "admin.get_approvals": lambda s: (s.staff, {}),
    "admin.create_invite": lambda s: (
        s.staff,
        {"reason": "Friends", "maximum_uses": 2, "days": 7, "code": uuid4().hex},
    ),
    "admin.get_flags": lambda s: (s.staff, {}),
    "admin.get_invites": lambda s: (s.staff, {"page_size": 5, "page_cursor": s.invite()["id"]}),
    "admin.permit_onboarding": lambda s: (
        s.staff,
        {"account_id": s.journey("complete")[1], "reason": "He asked"},
    ),
    "admin.revoke_invite": lambda s: (s.staff, {"invite_id": s.invite()["id"], "reason": "Leaked"}),
    "admin.set_flag": lambda s: (
        s.staff,
        {
            "name": "beta_mode",
            "is_on": False,
            "reason": "Not yet",
            "city": "seattle",
            "role": "poster",
            "percent": 50,
        },
    ),
    "admin.get_dead_letters": lambda s: (
        s.staff,
        {"include_closed": "true", "page_size": 5, "page_cursor": s.task()},
    ),
    "admin.get_disputes": lambda s: (
        s.staff,
        {"states": ["OPEN"], "page_size": 5, "page_cursor": s.task()},
    ),
    "admin.get_events": lambda s: (
        s.staff,
        {
            "aggregate": "task",
            "aggregate_id": s.task(),
            "page_size": 5,
            "page_cursor": f"999999999.{uuid4()}",
        },
    ),
    "admin.get_freezes": lambda s: (s.staff, {}),
    "admin.get_machines": lambda s: (s.staff, {}),
    "admin.get_person": lambda s: (s.staff, {"account_id": s.somebody()}),
    "admin.get_settlements": lambda s: (
        s.staff,
        {
            "states": ["PENDING"],
            "only_held": "false",
            "payee_id": str(uuid4()),
            "page_size": 5,
            "page_cursor": s.task(),
        },
    ),
    "admin.get_staff": lambda s: (s.staff, {}),
    "admin.get_task": lambda s: (s.staff, {"task_id": s.proved()[0]}),
    "admin.reinstate": lambda s: (s.staff, {"account_id": s.somebody(), "reason": "He was right"}),
    "admin.request_approval": lambda s: (
        s.staff,
        {
            "action": "escrow.refund",
            "subject_id": str(uuid4()),
            "amount_cents": 200000,
            "reason": "A hoax",
        },
    ),
    "admin.search_people": lambda s: (
        s.staff,
        {"search": "Test", "states": ["ACTIVE"], "page_size": 5, "page_cursor": s.task()},
    ),
    "admin.search_tasks": lambda s: (
        s.staff,
        {"search": "couch", "states": ["OPEN"], "page_size": 5, "page_cursor": s.task()},
    ),
    "admin.set_staff_role": lambda s: (
        s.staff,
        {"account_id": s.somebody(), "reason": "Helps", "role": "hx_support"},
    ),
    "admin.strike": lambda s: (s.staff, {"account_id": s.somebody(), "reason": "Shouted"}),
    "admin.suspend": lambda s: (
        s.staff,
        {"account_id": s.somebody(), "reason": "Rude", "days": 7},
    ),
    "admin.thaw": lambda s: (s.staff, {"scope": "REVERSALS", "reason": "All is well"}),
    "admin.write_off_debt": lambda s: (
        s.staff,
        {"account_id": s.charged_back()[1], "amount_cents": 100, "reason": "Let it be"},
    ),
    "admin.whoami": lambda s: (s.staff, {}),
    "audit.get_reconciliation": lambda s: (s.reconciled(), {}),
    "audit.open_findings": lambda s: (s.staff, {}),
    "audit.prove": lambda s: (s.staff, {}),
    "audit.readiness": lambda s: (s.staff, {}),
    "badge.get_definitions": lambda s: (s.worker, {}),
    "dispute.add_evidence": lambda s: (
        s.worker,
        {
            "dispute_id": s.disputed(),
            "kind": "MESSAGE",
            "description": "He agreed to it",
            "storage_key": f"evidence/{uuid4()}.jpg",
            "sha256": "a" * 64,
        },
    ),
    "dispute.create": lambda s: (
        s.poster,
        {"task_id": s.proved()[0], "reason": "QUALITY_ISSUE", "description": "A leg is off"},
    ),
    "dispute.escalate": lambda s: (s.staff, {"dispute_id": s.disputed(), "reason": "Hard"}),
    "dispute.get_by_id": lambda s: (s.poster, {"dispute_id": s.disputed()}),
    "dispute.get_by_task_id": lambda s: (
        s.worker,
        {
            "task_id": s.done(s.worker, "dispute.get_by_id", dispute_id=s.disputed())["task_id"],
        },
    ),
    "dispute.request_evidence": lambda s: (
        s.staff,
        {"dispute_id": s.disputed(), "evidence_from": "both", "reason": "Which leg?"},
    ),
    "dispute.resolve": lambda s: (
        s.staff,
        {"dispute_id": s.disputed(), "outcome": "CLIENT_WINS", "notes": "The leg is off"},
    ),
    "dispute.start_review": lambda s: (s.staff, {"dispute_id": s.disputed(), "reason": "Now"}),
    "eligibility.check": lambda s: (
        s.staff,
        {"account_id": s.done(s.worker, "account.get_profile")["id"], "task_id": s.funded()},
    ),
    "escrow.create_intent": lambda s: (s.poster, {"task_id": s.task()}),
    "escrow.get_by_task_id": lambda s: (s.worker, {"task_id": s.accepted()}),
    "escrow.hold": lambda s: (
        s.staff,
        {"escrow_id": s.escrow(s.accepted()), "kind": "FRAUD", "reason": "An odd card"},
    ),
    "escrow.lift_hold": lambda s: (s.staff, {"hold_id": s.held(), "reason": "It is his own"}),
    "escrow.money_timeline": lambda s: (
        s.worker,
        {"page_size": 5, "page_cursor": s.accepted()},
    ),
    "escrow.refund": lambda s: (
        s.staff,
        {"escrow_id": s.escrow(s.funded()), "reason": "A hoax"},
    ),
    "escrow.release": lambda s: (
        s.staff,
        {"escrow_id": s.escrow(s.reviewed()), "reason": "The poster is away"},
    ),
    "ledger.balance": lambda s: (
        s.staff,
        {
            "account_id": str(s.house.sql("select id from ledger.account limit 1")),
            "as_of": datetime.now(UTC).isoformat(),
        },
    ),
    "ledger.get_flows": lambda s: (s.staff, {"hours": 24, "currency": "USD"}),
    "ledger.get_inclusion_proof": lambda s: (s.worker, {"settlement_id": s.sealed()}),
    "ledger.get_seals": lambda s: (s.worker, {"page_size": 5, "before_number": 9}),
    "ledger.seal_days": lambda s: (s.staff, {}),
    "ledger.verify_seal": lambda s: (
        s.staff,
        {"day": "2026-01-01", "expected_hash": "0" * 64},
    ),
    "geo.get_nearest": lambda s: (
        s.staff,
        {"task_id": s.funded(), "radius_miles": 10, "page_size": 5},
    ),
    "geo.hide_position": lambda s: (s.worker, {}),
    "geo.share_position": lambda s: (s.worker, {"latitude": 47.61, "longitude": -122.33}),
    "ledger.take_snapshots": lambda s: (s.staff, {}),
    "ledger.trial_balance": lambda s: (s.staff, {}),
    "metrics.get_daily_report": lambda s: (s.staff, {"city": "seattle", "day": "2025-01-01"}),
    "metrics.get_daily_report_csv": lambda s: (
        s.staff,
        {"city": "seattle", "day": "2025-01-01"},
    ),
    "metrics.read": lambda s: (s.staff, {}),
    "onboarding.complete": lambda s: (
        s.journey("tutorial")[0],
        {"skip_tutorial": True},
    ),
    "onboarding.complete_step": lambda s: (
        s.journey("capabilities")[0],
        {"step": "tutorial", "work_state": "WA", "city": "Seattle", "zip_code": "98101"},
    ),
    "onboarding.confirm_role": lambda s: (
        s.journey("calibration")[0],
        {"final_role": "hustler"},
    ),
    "onboarding.get_calibration": lambda s: (s.worker, {}),
    "onboarding.get_inference": lambda s: (s.journey("calibration")[0], {}),
    "onboarding.get_progress": lambda s: (s.worker, {}),
    "onboarding.set_role": lambda s: (s.journey("calibration")[0], {"role": "both"}),
    "onboarding.submit_capabilities": lambda s: (s.journey("location")[0], CAPABILITIES),
    "onboarding.submit_calibration": lambda s: (s.journey(None)[0], CALIBRATION),
    "proof.accept": lambda s: (s.poster, {"proof_id": s.proved()[1]}),
    "proof.get_by_task_id": lambda s: (s.poster, {"task_id": s.proved()[0]}),
    "proof.reject": lambda s: (s.poster, {"proof_id": s.proved()[1], "reason": "A leg is off"}),
    "proof.submit": lambda s: (s.worker, proof(s.accepted())),
    "settlement.hold": lambda s: (
        s.staff,
        {"settlement_id": s.transfer(), "reason": "A second look"},
    ),
    "settlement.in_doubt": lambda s: (s.staff, {}),
    "settlement.lift_hold": lambda s: (
        s.staff,
        {"hold_id": s.risky()[1], "reason": "It is his own"},
    ),
    "settlement.refuse": lambda s: (
        s.staff,
        {"settlement_id": s.risky()[0], "reason": "A fraud"},
    ),
    "settlement.retry": lambda s: (
        s.staff,
        {"settlement_id": s.refused(), "reason": "It was none"},
    ),
    "settlement.reverse": lambda s: (
        s.staff,
        {"settlement_id": s.sent(), "amount_cents": 100, "reason": "A part was not done"},
    ),
    "task.abandon_draft": lambda s: draft_call(s.draft()),
    "task.answer_question": lambda s: draft_call(
        s.draft(), question="moving.largest_item", answer="The couch"
    ),
    "task.get_answers": answers_call,
    "task.get_draft": lambda s: draft_call(s.draft()),
    "task.get_questions": lambda s: (s.poster, {"category": "moving"}),
    "task.post_draft": lambda s: draft_call(s.ready()),
    "task.resume_draft": lambda s: draft_call(s.draft()),
    "task.start_draft": lambda s: (
        s.house.registered(uuid4().hex),
        {**DRAFT, "deadline_at": work()["deadline_at"]},
    ),
    "task.update_draft": lambda s: draft_call(
        s.draft(), **DRAFT, deadline_at=work()["deadline_at"]
    ),
    "task.abandon": lambda s: (s.worker, {"task_id": s.accepted(), "reason": "I am ill"}),
    "task.accept": lambda s: (s.worker, {"task_id": s.funded()}),
    "task.cancel": lambda s: (s.poster, {"task_id": s.task(), "reason": "Changed my mind"}),
    "task.complete": lambda s: (s.poster, {"task_id": s.proved()[0]}),
    "task.create": lambda s: (s.poster, work(mode="STANDARD")),
    "task.delete_saved_search": lambda s: (s.worker, {"search_id": s.kept()}),
    "task.get_by_id": lambda s: (s.worker, {"task_id": s.accepted()}),
    "task.get_feed": lambda s: (s.worker, s.page("task.get_feed", mode="normal", **LOOKED_FOR)),
    "task.get_matching_score": lambda s: (
        s.worker,
        {"task_id": s.funded(), "latitude": 47.61, "longitude": -122.33},
    ),
    "task.get_saved_searches": lambda s: (s.worker, {}),
    "task.history": lambda s: (s.worker, {"task_id": s.proved()[0]}),
    "task.list": lambda s: (
        s.poster,
        {
            "party": "poster",
            "states": ["OPEN"],
            "category": "moving",
            "page_size": 3,
            "page_cursor": s.task(),
        },
    ),
    "task.request_completion": lambda s: (
        s.worker,
        {"task_id": s.accepted(requires_proof=False)},
    ),
    "task.run_saved_search": lambda s: (
        s.worker,
        s.page(
            "task.run_saved_search",
            search_id=s.kept(),
            latitude=47.61,
            longitude=-122.33,
            page_size=1,
        ),
    ),
    "task.save_search": lambda s: (
        s.worker,
        {
            "name": "Near",
            "query": "couch",
            "categories": ["moving"],
            "min_price_cents": 500,
            "max_price_cents": 90000,
            "radius_miles": 10,
            "sort_by": "newest",
        },
    ),
    "task.search": lambda s: (s.worker, s.page("task.search", query="couch", **LOOKED_FOR)),
    "task.start": lambda s: (s.worker, {"task_id": s.accepted()}),
    "task.suggest_price": lambda s: (
        s.poster,
        {"category": "moving", "deadline_at": "2035-01-01T00:00:00Z"},
    ),
    "task.submit_proof": lambda s: (s.worker, proof(s.accepted())),
    "trust.get_history": lambda s: (s.worker, {"page_size": 5, "page_cursor": s.task()}),
    "eligibility.explain": lambda s: (
        s.staff,
        {
            "task_id": s.accepted(),
            "account_id": s.done(s.worker, "account.get_profile")["id"],
        },
    ),
    "verification.get_capability_profile": lambda s: (s.licensed()[0], {}),
    "verification.get_opportunities": lambda s: (s.worker, {}),
    "verification.get_queue": lambda s: (
        s.staff,
        {"kind": "licence", "page_size": 5, "page_cursor": s.licence()},
    ),
    "verification.get_status": lambda s: (s.licensed()[0], {"kind": "licence"}),
    "verification.get_work_eligibility": lambda s: (s.licensed()[0], {}),
    "verification.initiate_background_check": lambda s: (s.known(), {"consent_given": True}),
    "verification.review": lambda s: (
        s.staff,
        {
            "credential_id": s.licence(),
            "verdict": "FAILED",
            "reason": "No such number",
            "method": "registry",
            "expires_at": "2099-06-01T00:00:00Z",
        },
    ),
    "verification.revoke": lambda s: (
        s.staff,
        {"credential_id": s.licensed()[1], "reason": "It was forged"},
    ),
    "verification.set_willingness": lambda s: (
        s.worker,
        {"takes_in_home": False, "takes_urgent": True, "takes_high_value": False},
    ),
    "verification.submit_insurance": lambda s: (
        s.licensed()[0],
        {
            "trade": "plumber",
            "coverage_cents": 100_000_000,
            "document_keys": ["policies/one.pdf"],
            "policy_number": "P-1",
        },
    ),
    "verification.submit_licence": lambda s: (
        s.known(),
        {**LICENCE, "licence_type": "journeyman", "document_keys": ["licences/one.pdf"]},
    ),
    "xp.base": lambda s: (s.worker, {"released_cents": 10050}),
    "xp.effective": lambda s: (
        s.worker,
        {"base_xp": 100, "streak_multiplier": 1.05, "trust_multiplier": 1.5, "live_multiplier": 1},
    ),
    "xp.get_ledger": lambda s: (s.worker, {"page_size": 5, "page_cursor": s.task()}),
    "xp.level_of": lambda s: (s.worker, {"total_xp": 100}),
    "xp.streak_multiplier": lambda s: (s.worker, {"days": 3}),
}
# What came through the web; workers go on meanwhile with what a scenario left them.
FROM_WEB = "select count(*) from core.event as v where v.session_user_name = 'hx_web'"
EVERY = pytest.mark.parametrize("procedure", sorted(SCENARIOS))
# What is offered to all shows who offers it, and neither his address nor where it is.
FOR_ALL = {"task.get_feed", "task.get_matching_score", "task.search"}
# A stranger is whom they are for: one who comes too late is told so.
FOR_STRANGERS = {
    "task.accept": "HXA03",
    "account.repay_debt": "HXA03",
    # Who has answered no calibration is told to.
    **dict.fromkeys(
        (
            "onboarding.complete",
            "onboarding.complete_step",
            "onboarding.confirm_role",
            "onboarding.get_inference",
            "onboarding.set_role",
            "onboarding.submit_capabilities",
        ),
        "HXA03",
    ),
    # Whoever he is, nobody has confirmed it.
    "verification.initiate_background_check": "HXA03",
    "verification.submit_insurance": "HXA03",
    "verification.submit_licence": "HXA03",
}


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Web and workers; limits are another file's matter."""
    lift_limits(url)
    made = House(url, tmp_path_factory.mktemp("house"), jobs=True)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def stage(house: House) -> Stage:
    """The house with its people; staff is the seeded admin."""
    staff = house.person(None)
    token = local_token(KEY, "seed:admin", "admin@example.org")
    staff.http.headers["Authorization"] = f"Bearer {token}"
    return Stage(
        house,
        requests.get(f"{house.base_url}/openapi.json", timeout=10).json(),
        house.registered("poster"),
        house.registered("worker"),
        house.registered("stranger"),
        house.person(None),
        staff,
    )


def identifiers(stage: Stage, procedure: str) -> list[str]:
    """Arguments that name somebody's thing."""
    return [n for n, s in stage.arguments(procedure).items() if s.get("format") == "uuid"]


def is_for_members(stage: Stage, procedure: str) -> bool:
    """Whether anybody who is signed in may call it."""
    return bool({"hx_anon", "hx_member"} & set(stage.operation(procedure)["x-roles"]))


def refused(answer: requests.Response, status: int, expected: str, name: str | None = None) -> Json:
    """The error of an answer that must be this refusal, of this field or a part of it."""
    error = answer.json().get("error")
    assert (answer.status_code, code(answer)) == (status, expected), answer.text
    if name is not None:
        assert str(error["field"]).split(".")[0] == name, answer.text
    return dict(error)


def test_no_procedure_is_forgotten(stage: Stage) -> None:
    """The scenarios are the document's procedures, and those the database's."""
    documented = {p.removeprefix("/v1/") for p in stage.document["paths"] if p.startswith("/v1/")}
    assert documented == set(SCENARIOS)
    assert documented == set(
        stage.house.sql("select array_agg(p.name) from core._public_procedures as p")
    )


@EVERY
def test_happy(stage: Stage, procedure: str) -> None:
    """Whoever may call it gets 200 and an answer of the declared shape."""
    who, arguments = SCENARIOS[procedure](stage)
    answer = stage.ask(who, procedure, arguments)
    assert answer.status_code == 200, answer.text
    # With what is optional left out, too.
    who, arguments = SCENARIOS[procedure](stage)
    needed = {n: v for n, v in arguments.items() if n in stage.required(procedure)}
    assert stage.ask(who, procedure, needed).status_code == 200


@EVERY
def test_without_token(stage: Stage, procedure: str) -> None:
    """401, unless it is granted to everybody; nothing happens."""
    _, arguments = SCENARIOS[procedure](stage)
    before = stage.house.sql(FROM_WEB)
    answer = stage.ask(stage.nobody, procedure, arguments)
    if "hx_anon" in stage.operation(procedure)["x-roles"]:
        assert answer.status_code == 200
    else:
        refused(answer, 401, "HX501")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert stage.house.sql(FROM_WEB) == before


@EVERY
def test_as_a_stranger(stage: Stage, procedure: str) -> None:
    """Other people's things and things that are not there are refused alike; nothing happens."""
    who, arguments = SCENARIOS[procedure](stage)
    if procedure in FOR_STRANGERS:
        assert stage.ask(who, procedure, arguments).status_code == 200
        stage.ask(stage.stranger, "account.resume", {})  # who paused him told him so
    names = identifiers(stage, procedure)
    before = stage.house.sql(FROM_WEB)
    answer = stage.ask(stage.stranger, procedure, arguments)
    if procedure in FOR_ALL:
        arguments.pop("page_cursor", None)  # it is another's
        answer = stage.ask(stage.stranger, procedure, arguments)
        assert answer.status_code == 200
        secrets = [stage.done(stage.poster, "account.get_profile")["email"], "2nd Ave", "address"]
        assert not [secret for secret in secrets if secret in answer.text]
    elif not is_for_members(stage, procedure):
        refused(answer, 403, "HX503")
    elif procedure in FOR_STRANGERS:
        refused(answer, 409, FOR_STRANGERS[procedure])
    elif names:
        theirs = refused(answer, 404, "HXA02", names[0])
        nothing = {**arguments, names[0]: str(uuid4())}
        none = refused(stage.ask(stage.stranger, procedure, nothing), 404, "HXA02", names[0])
        assert theirs == none
    else:
        assert answer.status_code == 200 or procedure == "account.register", answer.text
        for person in (stage.poster, stage.worker):
            if stage.is_query(procedure):
                theirs = stage.done(person, "account.get_profile")
                assert theirs["id"] not in answer.text
                assert theirs["email"] not in answer.text
        return
    assert stage.house.sql(FROM_WEB) == before


@EVERY
def test_as_a_member(stage: Stage, procedure: str) -> None:
    """What is for staff is 403 to a party of the very thing, and to one without an account."""
    _, arguments = SCENARIOS[procedure](stage)
    for who in (stage.poster, stage.worker, stage.house.person(uuid4().hex)):
        answer = stage.ask(who, procedure, arguments)
        if not is_for_members(stage, procedure):
            refused(answer, 403, "HX503")


@EVERY
def test_extra_argument(stage: Stage, procedure: str) -> None:
    """An argument that is none is named."""
    who, arguments = SCENARIOS[procedure](stage)
    for name in ("surprise", "account_id; --", "is_admin"):
        answer = stage.ask(who, procedure, {**arguments, name: "1"})
        assert refused(answer, 400, "HXA01")["field"] == name


@EVERY
def test_missing_argument(stage: Stage, procedure: str) -> None:
    """Each argument that is required is asked for by its name."""
    who, arguments = SCENARIOS[procedure](stage)
    for name in stage.required(procedure):
        given = {n: v for n, v in arguments.items() if n != name}
        refused(stage.ask(who, procedure, given), 400, "HXA01", name)


def kinds(schema: Json) -> set[str]:
    """The JSON kinds that a schema allows."""
    told = schema.get("type", [])
    found = {told} if isinstance(told, str) else set(told)
    for one in schema.get("anyOf", []):
        found |= kinds(one)
    return found | ({"object"} if "$ref" in schema else set())


OTHERS: dict[str, list[Any]] = {
    "string": ["text", "", "1"],
    "integer": [7],
    "number": [0.5],
    "boolean": [True],
    "array": [[], [[]], [{}]],
    "object": [{}, {"a": 1}],
    "null": [None],
}


@EVERY
def test_wrong_kind(stage: Stage, procedure: str) -> None:
    """Each argument of each other JSON kind, and text of another format, is named."""
    who, arguments = SCENARIOS[procedure](stage)
    for name, schema in stage.arguments(procedure).items():
        allowed = kinds(schema)
        if "number" in allowed:
            allowed.add("integer")
        if stage.is_query(procedure):
            wrong: list[Any] = [] if allowed == {"string"} else ["text", "", "1.5.1", "{}", "null"]
            if "array" not in allowed:
                wrong.append([arguments.get(name, "1")] * 2)
        else:
            wrong = [v for kind, values in OTHERS.items() if kind not in allowed for v in values]
        if "format" in schema or "enum" in schema:
            wrong += ["text", "", "0", "2026-13-45T00:00:00Z", "zz" * 16]
        for value in wrong:
            answer = stage.ask(who, procedure, {**arguments, name: value})
            refused(answer, 400, "HXA01", name)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where texts stand in arguments, also in lists and objects."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, (*path, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from places(part, (*path, number))


def with_text(arguments: Json, path: tuple[str | int, ...], text: str) -> Json:
    """The arguments with another text at a place."""
    changed = copy.deepcopy(arguments)
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = text
    return changed


@EVERY
def test_injection(stage: Stage, procedure: str) -> None:
    """SQL, formats and NUL in every text: refused or kept as they are, and the house stands."""
    tables = "select count(*) from pg_class where relkind in ('r', 'p')"
    roles = "select count(*) from pg_auth_members"
    before = (stage.house.sql(tables), stage.house.sql(roles))
    who, arguments = SCENARIOS[procedure](stage)
    texts = list(places(arguments))
    given = {name for name, *_ in texts}
    assert given >= {n for n, s in stage.arguments(procedure).items() if kinds(s) == {"string"}}
    for path in texts:
        for text in INJECTIONS:
            answer = stage.ask(who, procedure, with_text(arguments, path, text))
            if "\u0000" in text:
                refused(answer, 400, "HXA01")
    assert (stage.house.sql(tables), stage.house.sql(roles)) == before
    assert stage.house.sql("select count(*) from core.failure") == 0


def test_injected_text_is_kept_as_it_is(stage: Stage) -> None:
    """What may stand in a text stands there as it was sent, byte for byte."""
    for text in (t for t in INJECTIONS if "\u0000" not in t):
        task = stage.task(title=text, description=text, contact=text, address=text)
        found = stage.done(stage.poster, "task.get_by_id", task_id=task)
        assert [found[n] for n in ("title", "description", "contact", "address")] == [text] * 4


def test_injection_outside_the_arguments(stage: Stage) -> None:
    """Procedure's name, key and headers are no SQL either."""
    for text in INJECTIONS:
        printable = json.dumps(text)[1:-1]
        answer = stage.nobody.get(printable.replace("/", "%2F").replace("?", "%3F"))
        assert answer.status_code in (400, 401, 404), answer.text
        key = stage.poster.post("task.create", work(), printable)
        assert key.status_code in (200, 400), key.text
        forged = {"X-Request-Id": printable, "traceparent": printable, "X-Forwarded-For": printable}
        answer = stage.poster.post("account.update_profile", {}, **forged)
        assert answer.status_code == 200, answer.text


def test_the_house_stands(stage: Stage) -> None:
    """After all of it every invariant holds, and no call failed for a reason of its own."""
    stage.house.prove()
    assert stage.house.sql("select count(*) from core.failure") == 0
