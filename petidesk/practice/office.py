"""The sample office: an invented township in a practice folder, registered visit by visit through the desk's own rules.

The same options give the same rows, audit times included: times and salts come from the seed, not from the clock.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from petidesk import paths
from petidesk.desk import unmasking
from petidesk.desk.cases.following import Rules
from petidesk.desk.desk import Desk
from petidesk.desk.office.calendars import built_in_calendar
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.visits.registering import Registered, register
from petidesk.domain.audit import Act
from petidesk.domain.trouble import Refused
from petidesk.practice.aside import made_aside
from petidesk.practice.disputes import LedgerBook
from petidesk.practice.letters import Pages, SampleClock
from petidesk.practice.lives import Chosen, LifeBook
from petidesk.practice.morning import leave_work
from petidesk.practice.receptions import leave_receptions
from petidesk.practice.town import Planned, Town, entry_times
from petidesk.practice.town_lives import Lives, working_days
from petidesk.storage import drafts as draft_rows
from petidesk.storage import office as office_rows
from petidesk.storage.cases import anew
from petidesk.storage.file.database import FILE_NAME, Transaction
from petidesk.storage.visits import visits as visit_rows

Progress = Callable[[int, int], object]
MOST_VISITS = 5_000_000
MOST_YEARS = 20
# Visits of one transaction: enough to make the waits for the disk few, little enough to keep in memory.
_CHUNK = 2000
_OPENED_AT = (8, 0)
# Cases of the last months live on paper, at most so many whatever the size of the sample.
_PAPER_TIME = timedelta(days=110)
_MOST_ON_PAPER = 40
_WORTH_A_MORNING = 100
# Of a large sample so many of the last visits have cases with whole lives; the cases before live briefly.
_WHOLE_LIVES = 2_000


@lru_cache(maxsize=4)
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((paths.resources() / "sample" / f"{name}.toml").read_text(encoding="utf-8"))


def make_sample(
    folder: Path,
    visits: int = 300,
    disputes: int = 60,
    years: int = 2,
    until: date = date(2026, 10, 31),
    seed: int = 1,
    progress: Progress | None = None,
) -> None:
    """Fill an absent, empty or freshly made folder with `visits` invented visits of the `years` up to `until`.

    The folder is a practice folder from then on: every paper printed from it bears 演练. `disputes` of them stand in
    the ledger, with rounds and closed months. `progress` is told how many of the visits are done.
    Refused ``forbidden`` when the folder holds visits, ``bad_value`` for numbers out of range.
    """
    _check("visits", visits, MOST_VISITS)
    _check("disputes", disputes, MOST_VISITS)
    _check("years", years, MOST_YEARS, lowest=1)
    with made_aside(folder) as place:
        _make(place, visits, disputes, years, until, seed, progress)


def salts_of(seed: str) -> Callable[[], str]:
    """Salts for the audit chain that are the same each time: so are its hashes, and the papers that name them."""
    drawn = random.Random(f"{seed} salt")
    return lambda: f"{drawn.getrandbits(128):032x}"


def _make(
    folder: Path, visits: int, disputes: int, years: int, until: date, seed: int, progress: Progress | None
) -> None:
    rng = random.Random(f"petidesk sample {seed}")
    since = _years_before(until, years)
    _open_folder(folder, rng, since)
    options = f"visits={visits} disputes={disputes} years={years} until={until} seed={seed}"
    with contextlib.closing(open_desk(folder, purpose="write")) as first:
        first.session.remembers = False
        _settle(first, rng, since, options)
    clock = SampleClock(datetime(until.year, until.month, until.day, 8))
    desk = open_desk(folder, purpose="write", clock=clock, salt=salts_of(options))
    desk.session.remembers = False
    try:
        villages = [village.name for village in desk.office.villages() if not village.retired]
        town = Town(rng, _table("town"), _table("stories"), villages)
        times = entry_times(rng, visits, since, until, built_in_calendar())
        with Pages(desk, clock) as pages:
            quarrels = random.Random(f"{options} disputes")
            ledger = LedgerBook(
                pages,
                quarrels,
                _table("disputes"),
                _table("town"),
                built_in_calendar(),
                disputes=disputes,
                since=since,
                until=until,
            )
            _fill(pages, ledger, town, rng, times, progress, until)
        if visits:
            _leave_unfinished(desk, town, rng, until)
    finally:
        desk.close()


def _check(field: str, value: int, highest: int, lowest: int = 0) -> None:
    if not lowest <= value <= highest:
        raise Refused("bad_value", f"{field} 应当是{lowest}到{highest}之间的整数。", field=field)


def _years_before(until: date, years: int) -> date:
    try:
        return until.replace(year=until.year - years) + timedelta(days=1)
    except ValueError:  # 29 February
        return until.replace(year=until.year - years, day=28) + timedelta(days=1)


def _act(rng: random.Random, at: datetime) -> Act:
    return Act(at, 1, f"{rng.getrandbits(128):032x}")


def _open_folder(folder: Path, rng: random.Random, since: date) -> None:
    """Make the practice office where there is no data yet."""
    act = _act(rng, datetime.combine(since, datetime.min.time()).replace(hour=_OPENED_AT[0], minute=_OPENED_AT[1]))
    if not (folder / FILE_NAME).exists():
        office = _table("town")["office"]
        create_office(
            folder,
            office=office["name"],
            county=office["county"],
            villages=office["villages"],
            organ_code=office["organ_code"],
            practice=True,
            act=act,
        )


def _settle(desk: Desk, rng: random.Random, since: date, options: str) -> None:
    """Mark the folder as practice and give an office without units and leaders the invented ones."""
    town = _table("town")
    at = datetime.combine(since, datetime.min.time()).replace(hour=_OPENED_AT[0], minute=_OPENED_AT[1] + 20)
    with desk.writing() as connection:
        office_rows.set_fact(connection, "practice", "1")
        office_rows.set_fact(connection, "sample", options)
        desk.office.change_within(connection, _act(rng, at), _office_change(town, desk), since)


_SETTINGS = (
    "petition_office",
    "window",
    "address",
    "phone",
    "hours",
    "web_address",
    "postal_address",
    "postcode",
    "party_committee",
    "sections",
    "reviewing_body",
    "reviewing_address",
    "reviewing_phone",
    "rechecking_body",
    "rechecking_address",
    "rechecking_phone",
    "petition_department",
    "joint_meeting",
    "discipline_body",
    "superiors",
    "county_dates",
)


def _office_change(town: dict[str, Any], desk: Desk) -> dict[str, Any]:
    office, settings = desk.office.current(), town["office"]
    change: dict[str, Any] = {
        key: settings[key] for key in _SETTINGS if not getattr(office, key) or key in ("petition_office", "window")
    }
    change["units"] = list(office.units) or settings["units"]
    if not office.leaders:
        change["leaders"] = town["leader"]
    if not [village for village in desk.office.villages() if not village.retired]:
        change["villages"] = settings["villages"]
    return change


def _fill(
    pages: Pages,
    ledger: LedgerBook,
    town: Town,
    rng: random.Random,
    times: list[tuple[date, int]],
    progress: Progress | None,
    until: date,
) -> None:
    """The visits in the order of their entry; between them what became of earlier cases, and the ledger."""
    desk, clock = pages.desk, pages.clock
    lives = _lives(random.Random(rng.getrandbits(64)), until)
    book = _book(pages, lives, times, until)
    for start in range(0, len(times), _CHUNK):
        chunk = times[start : start + _CHUNK]
        rules = desk.visits.rules(pages.connection)
        for day, minute in chunk:
            entered_at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, rng.randrange(60))
            _record_until(entered_at, book, ledger)
            clock.at = entered_at
            planned = town.plan(entered_at)
            if entered_at < book.whole_since and not planned.content.national_no:
                planned = _entered_long_ago(planned, rng)
            done = _register(desk, pages.connection, town, planned, _act(rng, entered_at), rules, rng)
            if not planned.voided:
                book.begin(done, planned.content, entered_at, rules)
        pages.turn()
        if progress is not None:
            progress(start + len(chunk), len(times))
    clock.at = datetime(until.year, until.month, until.day, 8, 40)
    _record_until(clock.at, book, ledger)
    book.leave()
    anew.recompute(pages.connection, built_in_calendar(), desk.visits.rules(pages.connection).office.limits)
    pages.turn()
    if len(times) >= _WORTH_A_MORNING:
        leave_work(desk, lives, until)
    leave_receptions(desk, until)


def _entered_long_ago(planned: Planned, rng: random.Random) -> Planned:
    """The visit with its number in the national system, as one of years ago has it."""
    number = f"5299{planned.content.at:%Y%m%d}{rng.randrange(10**6):06d}"
    content = dataclasses.replace(planned.content, national_no=number, query_code=f"{rng.randrange(10**6):06d}")
    return dataclasses.replace(planned, content=content)


def _record_until(moment: datetime, book: LifeBook, ledger: LedgerBook) -> None:
    """What became of cases and disputes by that moment, in one order."""
    while (at := ledger.next_at) is not None and at <= moment:
        book.record_until(at)
        ledger.record_next()
    book.record_until(moment)


def _lives(rng: random.Random, until: date) -> Lives:
    town = _table("town")
    worked = working_days(until - timedelta(days=366 * MOST_YEARS), until + timedelta(days=400), built_in_calendar())
    return Lives(rng, _table("lives"), town["office"], [leader["name"] for leader in town["leader"]], worked)


def _book(pages: Pages, lives: Lives, times: list[tuple[date, int]], until: date) -> LifeBook:
    """The lives of the cases; of those of the last months a few on paper."""
    since = datetime(until.year, until.month, until.day) - _PAPER_TIME
    newest = sum(day >= since.date() for day, _ in times)
    most = min(_MOST_ON_PAPER, len(times) // 8)
    whole_since = datetime.min
    if len(times) > _WHOLE_LIVES:
        whole_since = datetime.combine(times[-_WHOLE_LIVES][0], datetime.min.time())
    share = min(most / max(newest * 0.7, 1), 1)
    chosen = Chosen(since - 3 * _PAPER_TIME, since, share, most, until, whole_since)
    signers = [leader["name"] for leader in _table("town")["leader"]][:2]
    beside = _lives(random.Random(until.toordinal()), until)
    return LifeBook(lives, beside, built_in_calendar(), pages, signers, chosen)


def _register(
    desk: Desk, connection: Transaction, town: Town, planned: Planned, act: Act, rules: Rules, rng: random.Random
) -> Registered:
    done = register(connection, act, planned.content, rules, follow=False)
    town.registered(planned, done.person_ids, done.case_nos)
    if not (planned.amended or planned.voided):
        return done
    before = visit_rows.load(connection, done.visit_id, unmasking.inside())
    assert before is not None
    later = _act(rng, act.at + timedelta(minutes=rng.randint(2, 20)))
    if planned.voided:
        desk.visits.void_within(connection, later, before, "重复登记")
    else:
        desk.visits.amend_within(connection, later, before, {"note": "来访人补充：请在工作日下午联系。"}, rules)
    return done


def _leave_unfinished(desk: Desk, town: Town, rng: random.Random, until: date) -> None:
    """Two forms that were begun and not finished, as the tray keeps them."""
    at = datetime(until.year, until.month, until.day, 8, 45)
    with desk.writing() as connection:
        for content in _begun(town, at):
            draft_rows.save(connection, _act(rng, at), None, "visit", content, False)
            at += timedelta(minutes=3)


def _begun(town: Town, at: datetime) -> Iterator[dict[str, Any]]:
    found = 0
    while found < 2:
        content = town.plan(at).content
        given, item = content.petitioners[0], content.matters[0]
        if given.anonymous or content.group or item.restricted or item.case_no:
            continue
        found += 1
        yield {
            "channel": content.channel,
            "at": "",
            "received_by": content.received_by,
            "petitioners": [{"name": given.name, "phone": given.phone, "village": given.village}],
            "matters": [{"purpose": item.purpose, "title": item.title, "statement": item.statement[:20]}],
            "summary": f"{given.name} · {item.title}",
        }
