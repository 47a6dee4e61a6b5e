"""iCalendar files (RFC 5545) of reception days, as common calendar programs open them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from petidesk.domain.reception.papers import CalendarEntry

ZONE = "Asia/Shanghai"
# Leaders are reminded five days before and on the eve.
REMINDERS = (timedelta(days=-5), timedelta(days=-1))


def calendar_file(title: str, entries: Iterable[CalendarEntry], *, made_at: datetime) -> bytes:
    """An .ics file named `title` with one event for every entry.

    `made_at` (local time) is the stamp of every event: the same input gives the same bytes. UIDs are the entries' own,
    and SEQUENCE is theirs too, so that a second import replaces the first; a cancelled entry says so.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//petidesk//reception days//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry, made_at.replace(tzinfo=ZoneInfo(ZONE))))
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    """China's time without the summers before 1992, which no reception lies in."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _event(entry: CalendarEntry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp.astimezone(ZoneInfo("UTC")))
    event.add("sequence", entry.sequence)
    if entry.begins is None or entry.ends is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(entry.on, entry.begins, ZoneInfo(ZONE)))
        event.add("dtend", datetime.combine(entry.on, entry.ends, ZoneInfo(ZONE)))
    event.add("summary", entry.summary)
    if entry.place:
        event.add("location", entry.place)
    if entry.details:
        event.add("description", entry.details)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if not entry.cancelled:
        for before in REMINDERS:
            event.add_component(_reminder(entry.summary, before))
    return event


def _reminder(words: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", before)
    return alarm
