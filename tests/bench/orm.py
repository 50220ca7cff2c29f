"""The same life with the same rules as plain SQLAlchemy code: what the engine is compared with.

usage: python tests/bench/orm.py URL SECONDS PROCESSES → lives a second
"""

from __future__ import annotations

import hashlib
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from multiprocessing import Pool

from sqlalchemy import BigInteger, ForeignKey, String, Uuid, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """The tables of the comparison, in a schema of their own."""


class Account(Base):
    """A person."""

    __tablename__ = "account"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    state: Mapped[str] = mapped_column(String, default="ACTIVE")
    tier: Mapped[int] = mapped_column(default=1)
    total_xp: Mapped[int] = mapped_column(BigInteger, default=0)
    level: Mapped[int] = mapped_column(default=1)
    streak_days: Mapped[int] = mapped_column(default=0)


class Task(Base):
    """Work."""

    __tablename__ = "task"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    poster_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    title: Mapped[str]
    description: Mapped[str]
    category: Mapped[str]
    price_cents: Mapped[int] = mapped_column(BigInteger)
    address: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    deadline_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="OPEN")
    created_at: Mapped[datetime] = mapped_column(default=datetime.now)


class Assignment(Base):
    """Who was assigned."""

    __tablename__ = "assignment"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task.id"), index=True)
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    ended_at: Mapped[datetime | None]


class Escrow(Base):
    """Held money."""

    __tablename__ = "escrow"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task.id"), unique=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    fee_bps: Mapped[int] = mapped_column(default=1500)
    state: Mapped[str] = mapped_column(default="PENDING")
    worker_cents: Mapped[int | None] = mapped_column(BigInteger)


class Intent(Base):
    """An ordered payment."""

    __tablename__ = "intent"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    escrow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("escrow.id"), unique=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="PREPARING")


class StripeEvent(Base):
    """A webhook."""

    __tablename__ = "stripe_event"
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
    state: Mapped[str] = mapped_column(default="RECEIVED")


class Proof(Base):
    """Evidence."""

    __tablename__ = "proof"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task.id"), index=True)
    description: Mapped[str]
    state: Mapped[str] = mapped_column(default="SUBMITTED")


class Photo(Base):
    """A photo of a proof."""

    __tablename__ = "photo"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    proof_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proof.id"), index=True)
    storage_key: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(index=True)


class LedgerAccount(Base):
    """A balance."""

    __tablename__ = "ledger_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    balance_cents: Mapped[int] = mapped_column(BigInteger, default=0)


class Entry(Base):
    """A line of the ledger."""

    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    journal_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"), index=True)
    escrow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("escrow.id"), index=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)


class XpEntry(Base):
    """An award."""

    __tablename__ = "xp_entry"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    escrow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("escrow.id"), unique=True)
    effective_xp: Mapped[int] = mapped_column(BigInteger)


class Order(Base):
    """An outbound movement."""

    __tablename__ = "settlement"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    escrow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("escrow.id"), unique=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="PENDING")


class Event(Base):
    """What happened."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    aggregate_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(default=datetime.now)


MOVES = {
    (Task, "OPEN", "ACCEPTED"), (Task, "ACCEPTED", "PROOF_SUBMITTED"),
    (Task, "PROOF_SUBMITTED", "COMPLETED"), (Escrow, "PENDING", "FUNDED"),
    (Escrow, "FUNDED", "RELEASED"), (Proof, "SUBMITTED", "ACCEPTED"),
    (Intent, "PREPARING", "SUCCEEDED"),
}  # fmt: skip
LEVELS = (0, 100, 300, 700, 1500, 2700, 4500, 7000, 10500, 18500)
Machine = Task | Escrow | Proof | Intent


def move(session: Session, row: Machine, state: str, actor: uuid.UUID | None) -> None:
    """A legal move and its event."""
    if (type(row), row.state, state) not in MOVES:
        raise ValueError(f"{row.state} → {state}")
    session.add(Event(aggregate_id=row.id, from_state=row.state, to_state=state, actor_id=actor))
    row.state = state


def acting(session: Session, account_id: uuid.UUID) -> Account:
    """The account, active and locked against a ban."""
    person = session.get_one(Account, account_id, with_for_update={"read": True})
    if person.state != "ACTIVE":
        raise PermissionError
    return person


def locked(session: Session, task_id: uuid.UUID) -> tuple[Task, Escrow]:
    """A task and its escrow, locked."""
    task = session.get_one(Task, task_id, with_for_update=True)
    escrow = session.scalars(
        select(Escrow).where(Escrow.task_id == task_id).with_for_update()
    ).one()
    return task, escrow


def ledger_account(session: Session, kind: str, owner_id: uuid.UUID | None) -> LedgerAccount:
    """The ledger account, locked, made if it is the first."""
    account = session.scalars(
        select(LedgerAccount)
        .where(LedgerAccount.kind == kind, LedgerAccount.owner_id == owner_id)
        .with_for_update()
    ).first()
    if account is None:
        account = LedgerAccount(kind=kind, owner_id=owner_id, balance_cents=0)
        session.add(account)
        session.flush()
    return account


def post(session: Session, escrow: Escrow, legs: list[tuple[str, uuid.UUID | None, int]]) -> None:
    """Post a balanced journal."""
    if sum(leg[2] for leg in legs):
        raise ValueError("unbalanced")
    journal = uuid.uuid4()
    for kind, owner, cents in sorted(legs, key=lambda leg: (leg[0], str(leg[1]))):
        account = ledger_account(session, kind, owner)
        account.balance_cents += cents
        session.add(
            Entry(
                journal_id=journal,
                account_id=account.id,
                escrow_id=escrow.id,
                amount_cents=cents,
            )
        )


def posted(session: Session, poster: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """Create, order the payment, fund: three transactions; returns task and escrow."""
    with session.begin():
        acting(session, poster)
        task = Task(
            poster_id=poster, title="Move a couch", description="Down the stairs",
            category="moving", price_cents=10000, address="1201 2nd Ave", latitude=47.6075,
            longitude=-122.3381, deadline_at=datetime.now(UTC) + timedelta(days=2),
        )  # fmt: skip
        session.add(task)
        session.flush()
        escrow = Escrow(task_id=task.id, amount_cents=task.price_cents)
        session.add(escrow)
        session.flush()
        session.add_all(
            [
                Event(aggregate_id=task.id, to_state="OPEN", actor_id=poster),
                Event(aggregate_id=escrow.id, to_state="PENDING", actor_id=poster),
            ]
        )
        task_id, escrow_id = task.id, escrow.id
    with session.begin():
        acting(session, poster)
        task, escrow = locked(session, task_id)
        if session.scalars(select(Intent).where(Intent.escrow_id == escrow.id)).first() is None:
            session.add(Intent(escrow_id=escrow.id, amount_cents=escrow.amount_cents))
    with session.begin():
        if session.get(StripeEvent, f"evt_{escrow_id}") is None:
            told = StripeEvent(id=f"evt_{escrow_id}", body="{}")
            session.add(told)
            session.flush()
            task, escrow = locked(session, task_id)
            intent = session.scalars(select(Intent).where(Intent.escrow_id == escrow.id)).one()
            move(session, intent, "SUCCEEDED", None)
            move(session, escrow, "FUNDED", None)
            post(session, escrow, [("stripe", None, -10000), ("escrow", None, 10000)])
            told.state = "PROCESSED"
    return task_id, escrow_id


def life(session: Session, poster: uuid.UUID, worker: uuid.UUID) -> None:
    """Seven transactions: create, order, fund, accept, submit, accept the proof, complete."""
    task_id, _ = posted(session, poster)
    with session.begin():
        person = acting(session, worker)
        task, escrow = locked(session, task_id)
        if escrow.state != "FUNDED" or task.poster_id == person.id or person.tier < 1:
            raise PermissionError
        move(session, task, "ACCEPTED", worker)
        task.worker_id = worker
        session.add(Assignment(task_id=task.id, worker_id=worker))
    with session.begin():
        acting(session, worker)
        task, escrow = locked(session, task_id)
        checksum = hashlib.sha256(str(task_id).encode()).hexdigest()
        count = select(func.count()).select_from(Proof).where(Proof.task_id == task_id)
        reused = session.scalars(select(Photo).where(Photo.sha256 == checksum)).first()
        if task.worker_id != worker or session.scalar(count) or reused:
            raise PermissionError
        proof = Proof(task_id=task_id, description="done")
        session.add(proof)
        session.flush()
        session.add(Photo(proof_id=proof.id, storage_key=f"k/{task_id}", sha256=checksum))
        session.add(Event(aggregate_id=proof.id, to_state="SUBMITTED", actor_id=worker))
        move(session, task, "PROOF_SUBMITTED", worker)
        proof_id = proof.id
    with session.begin():
        acting(session, poster)
        task, escrow = locked(session, task_id)
        proof = session.get_one(Proof, proof_id, with_for_update=True)
        if task.poster_id != poster or escrow.state != "FUNDED":
            raise PermissionError
        move(session, proof, "ACCEPTED", poster)
    complete(session, task_id, poster, worker)


def complete(session: Session, task_id: uuid.UUID, poster: uuid.UUID, worker: uuid.UUID) -> None:
    """Complete a task: released, ordered and awarded in one transaction."""
    with session.begin():
        acting(session, poster)
        task, escrow = locked(session, task_id)
        accepted = select(Proof).where(Proof.task_id == task_id, Proof.state == "ACCEPTED")
        if session.scalars(accepted).first() is None:
            raise PermissionError
        move(session, task, "COMPLETED", poster)
        assignment = session.scalars(select(Assignment).where(Assignment.task_id == task_id)).one()
        assignment.ended_at = datetime.now(UTC)
        move(session, escrow, "RELEASED", poster)
        share = escrow.amount_cents * (10000 - escrow.fee_bps) // 10000
        escrow.worker_cents = share
        post(session, escrow, [("escrow", None, -escrow.amount_cents), ("payable", worker, share),
                               ("fee", None, escrow.amount_cents - share)])  # fmt: skip
        session.add(Order(escrow_id=escrow.id, amount_cents=share))
        person = session.get_one(Account, worker, with_for_update=True)
        factor = min(1 + Decimal("0.05") * person.streak_days, Decimal(2))
        gained = int((escrow.amount_cents // 100 * factor).to_integral_value(ROUND_FLOOR))
        session.add(XpEntry(account_id=worker, escrow_id=escrow.id, effective_xp=gained))
        person.total_xp += gained
        person.level = sum(person.total_xp >= threshold for threshold in LEVELS)


def live(work: tuple[str, float]) -> int:
    """Live lives for so many seconds; returns how many."""
    url, seconds = work
    engine = create_engine(url)
    with Session(engine) as session, session.begin():
        people = [Account(), Account()]
        session.add_all(people)
        session.flush()
        poster, worker = people[0].id, people[1].id
    lives, end = 0, time.monotonic() + seconds
    with Session(engine) as session:
        while time.monotonic() < end:
            life(session, poster, worker)
            lives += 1
    return lives


def main() -> None:
    """Make the tables anew, live, print lives a second."""
    url, seconds, processes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    engine = create_engine(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add_all(
            [LedgerAccount(kind=k, balance_cents=0) for k in ("stripe", "escrow", "fee")]
        )
    engine.dispose()
    with Pool(processes) as pool:
        lives = pool.map(live, [(url, seconds)] * processes)
    print(sum(lives) / seconds)


if __name__ == "__main__":
    main()
