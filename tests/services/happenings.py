"""What an office does to a register in its years, drawn at random: facts, reviews, corrections, splits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from shapely import box

from landwatch.errors import RegisterError
from landwatch.model import (
    Contract,
    Direction,
    Document,
    Event,
    EventType,
    Indicator,
    IndicatorStage,
    Instalment,
    Operator,
    OperatorBasis,
    Parcel,
    Phase,
)
from landwatch.registry import Act, Content, Kind, Register
from tests.measures.office import KNOWN_AT, NORTH, ON, SOURCE, SOUTH

MU = 6_666_666
POINTS = (
    EventType.COMMENCED,
    EventType.COMPLETED,
    EventType.HANDED_OVER,
    EventType.IDLE_RECOGNITION,
    EventType.CONTRACT_ENDED,
)


class Office:
    """An office at work: each act records something, or finds that it does not fit what stands."""

    def __init__(self, register: Register, seed: int) -> None:
        self.register = register
        self.random = Random(seed)
        self.acts = 0
        self.parcels = [f"G-{number}" for number in range(1, 12)]
        self.ended: list[str] = []

    def act(self) -> str:
        """Do something, and say what."""
        self.acts += 1
        done = self.random.choice(self._does())
        try:
            done()
        except RegisterError:
            return f"{done.__name__} (refused)"
        return done.__name__

    @property
    def now(self) -> datetime:
        """An instant later than all before."""
        return KNOWN_AT + timedelta(hours=self.acts)

    def _does(self) -> list[Callable[[], Any]]:
        often = [self.fact, self.review, self.photograph, self.correct_contract, self.correct_fact]
        seldom = [self.retire_fact, self.retire_contract, self.new_contract, self.new_parcel]
        rarely = [self.split, self.merge, self.take_back, self.operate, self.attach, self.correct_parcel]
        return [*often, *often, *seldom, *rarely]

    def fact(self) -> None:
        """Record a dated fact, some after the day judged, some of a contract that nobody knows."""
        kind, number = self.random.choice(POINTS), self.random.choice([*self._contracts(), "合404"])
        details = {"note": str(self.acts)}
        self._add(events=[Event(contract_no=number, type=kind, day=self._day(), details=details)])

    def review(self) -> None:
        """Record three reviews at once."""
        details = {"verdict": "confirmed", "person": "张三", "note": str(self.acts)}
        self._add(
            events=[
                Event(contract_no=number, type=EventType.REVIEW, day=self._day(), details=details)
                for number in self.random.sample(self._contracts(), 3)
            ]
        )

    def photograph(self) -> None:
        """Record a review with a photograph."""
        details = {"verdict": "unclear", "person": "张三", "note": str(self.acts)}
        looked = Event(contract_no=self._contract(), type=EventType.REVIEW, day=self._day(), details=details)
        gate = Content(
            kind="photo", purpose="evidence", media_type="image/jpeg", content=b"", name="gate.jpg"
        )
        self.register.review(looked, [gate], self._act())

    def correct_contract(self) -> None:
        """Correct a contract: its days, its area, its parts, or the order of its parcels."""
        changes: list[dict[str, Any]] = [
            {"signed_on": self._day()},
            {"area_cm2": self.random.randrange(1, 99) * MU, "price_fen": self.random.randrange(10**10)},
            {"price_fen": 2**63 - 1, "commencement_damages_ppb": 10**9},
            {"phases": (Phase(number="1", area_cm2=MU, agreed_commencement=self._day()), Phase(number="2"))},
            {"phases": ()},
            {"instalments": (Instalment(number="1", due_on=self._day(), amount_fen=10**8),)},
            {"indicators": (self._indicator(), self._indicator())},
            {"parcel_nos": tuple(self.random.sample(self.parcels, self.random.randrange(1, 4)))},
        ]
        change = self.random.choice(changes)
        self.register.correct(
            Kind.CONTRACTS, self._contract(), lambda contract: replace(contract, **change), self._act()
        )

    def correct_fact(self) -> None:
        """Correct the day of a fact, or the contract it speaks of."""
        change = self.random.choice([{"day": self._day()}, {"contract_no": self._contract()}])
        self.register.correct(Kind.EVENTS, self._fact(), lambda event: replace(event, **change), self._act())

    def retire_fact(self) -> None:
        """Let a fact stand no longer."""
        self.register.retire(Kind.EVENTS, self._fact(), self._act())

    def retire_contract(self) -> None:
        """Let a contract stand no longer, with its facts or, where it has some, not at all."""
        with_facts = self.random.random() < 0.7
        self.register.retire(Kind.CONTRACTS, self._contract(), self._act(), with_facts=with_facts)

    def new_contract(self) -> None:
        """Record a contract with its parcels, or one that was retired again."""
        plots = [self._plot(f"N-{self.acts}-{part}") for part in range(self.random.randrange(1, 3))]
        number = self.random.choice([f"新{self.acts}", "合3", "合4"])
        numbers = tuple(plot.parcel_no for plot in plots)
        deed = Contract(
            contract_no=number,
            signed_on=self._day(),
            agreed_commencement=self._day(),
            area_cm2=60 * MU,
            parcel_nos=numbers,
            indicators=(self._indicator(),),
        )
        self._add(parcels=plots, contracts=[deed])
        self.parcels += numbers

    def new_parcel(self) -> None:
        """Record a parcel that no contract names yet."""
        self._add(parcels=[self._plot(f"N-{self.acts}")])
        self.parcels.append(f"N-{self.acts}")

    def correct_parcel(self) -> None:
        """Correct the area of a parcel and the cluster it lies in."""
        change = {"registered_area_cm2": 30 * MU, "cluster": self.random.choice([NORTH, SOUTH])}
        number = self.random.choice(self.parcels)
        self.register.correct(Kind.PARCELS, number, lambda parcel: replace(parcel, **change), self._act())

    def split(self) -> None:
        """Divide one of the parcels of the office in two."""
        number = self.random.randrange(1, 12)
        west = 106.60 + 0.003 * number
        halves = [
            Parcel(
                parcel_no=f"G-{number}-{self.acts}-{part}",
                registered_area_cm2=30 * MU,
                geometry=box(west + 0.001 * part, 29.00, west + 0.001 * (part + 1), 29.002),
            )
            for part in range(2)
        ]
        self.register.split(f"G-{number}", halves, self._day(), self._act())
        self.parcels += [half.parcel_no for half in halves]
        self.ended.append(f"G-{number}")

    def merge(self) -> None:
        """Make one parcel of the two halves of a split."""
        halves = [number for number in self.parcels if number.count("-") == 3][-2:]
        first = halves[0].split("-")[1] if len(halves) == 2 else "1"
        west = 106.60 + 0.003 * int(first)
        whole = Parcel(
            parcel_no=f"M-{self.acts}",
            registered_area_cm2=60 * MU,
            geometry=box(west, 29.00, west + 0.002, 29.002),
        )
        self.register.merge(halves, [whole], self._day(), self._act())
        self.parcels.append(whole.parcel_no)
        self.ended.append(halves[0])

    def take_back(self) -> None:
        """Take back a split or merger, where nothing was recorded on its parcels since."""
        self.register.take_back(self.ended[-1] if self.ended else "G-1", self._act())
        self.ended.pop()

    def operate(self) -> None:
        """Let a company operate a cluster from a day on."""
        operator = Operator(
            cluster=self.random.choice([NORTH, SOUTH]),
            operator=f"第{self.acts}运营公司",
            basis=OperatorBasis.NAMED,
            since=self._day(),
        )
        self.register.operate(operator, self._act())

    def attach(self) -> None:
        """Keep a document of a contract."""
        content = f"文书{self.acts}".encode()
        document = Document(
            file_name="文书.pdf",
            sha256=sha256(content).hexdigest(),
            size=len(content),
            contract_no=self._contract(),
        )
        self.register.attach(document, content, self._act())

    def _add(self, **records: Any) -> None:
        self.register.add(source=SOURCE, recorded_by="赵六", recorded_at=self.now, **records)

    def _act(self) -> Act:
        return Act(by="赵六", at=self.now, reason="改正", document="綦规资函〔2024〕1号")

    def _contracts(self) -> list[str]:
        return sorted(self.register.known().contract_nos)

    def _contract(self) -> str:
        return self.random.choice(self._contracts())

    def _fact(self) -> str:
        events = self.register.snapshot(date(2030, 12, 31)).events["contract_no"].drop_duplicates()
        steps = self.register.history(self.random.choice(sorted(events)))
        hashes = [row.key for step in steps for row in step.touched if row.table == "events"]
        return self.random.choice(hashes)

    def _day(self) -> date:
        return ON + timedelta(days=self.random.randrange(-900, 300))

    def _indicator(self) -> Indicator:
        return Indicator(
            name=self.random.choice(["投资强度", "容积率", "绿地率"]),
            value=Decimal(self.random.randrange(1, 400)),
            direction=self.random.choice(list(Direction)),
            stage=self.random.choice(list(IndicatorStage)),
        )

    def _plot(self, number: str) -> Parcel:
        west = 106.60 + 0.003 * self.random.randrange(1, 60)
        return Parcel(
            parcel_no=number,
            cluster=self.random.choice([NORTH, SOUTH]),
            registered_area_cm2=60 * MU,
            geometry=box(west, 29.01, west + 0.002, 29.012),
        )
