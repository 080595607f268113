"""A refusal counts by its status, whatever its body is (PHP warnings before the XML, a proxy's page)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.event import Clash, Create, Done, Event, Failed, Update
from followupd.core.values.targets import CaldavTarget
from followupd.errors import CalendarChanged, CalendarUnreachable
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.local_http import HttpReply

STAMP, LATER = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 21, 12, tzinfo=UTC)
BLOCK = Event("block-2026w48-1-hitlist@followupd", LATER, LATER + timedelta(hours=1), "Outreach", busy=True)
BODIES = ("<s:message>no such prefix</s:message>", "<br />Warning: x in y on line 1<br /><d:error/>", "<html><p>No")


@pytest.mark.parametrize("body", BODIES)
def test_a_refused_write_is_understood(body: str) -> None:
    """A taken UID is a clash, an edited event is decided again; no report that is not XML is used."""
    with FakeCalDAV() as server:
        calendar = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC)
        calendar.read()
        (done,) = calendar.apply([Create(BLOCK)], STAMP)
        assert isinstance(done, Done)
        assert done.present is not None
        server.fault = lambda method, path, count: HttpReply(412, body) if method == "PUT" else None
        (clash,) = calendar.apply([Create(BLOCK)], LATER)
        assert isinstance(clash, Clash)
        assert clash.present is not None
        after = replace(BLOCK, summary="New")
        (failed,) = calendar.apply([Update(done.present, after, after)], LATER)
        assert isinstance(failed, Failed)
        assert isinstance(failed.error, CalendarChanged)
        calendar.close()
        other = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC)
        server.fault = lambda method, path, count: HttpReply(207, body) if method == "REPORT" else None
        assert [there.uid for there in other.read().events] == [BLOCK.uid]     # each by its name
        other.close()
        server.fault = lambda method, path, count: HttpReply(207, body)
        other = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC)
        with pytest.raises(CalendarUnreachable):
            other.read()
        other.close()


SABRE = "xmlns:d='DAV:' xmlns:s='http://sabredav.org/ns' xmlns:c='urn:ietf:params:xml:ns:caldav'"
LONG = "The calendar object is larger than what this server takes for one event, " * 3


@pytest.mark.parametrize(("inside", "reason"), [
    ("<c:max-resource-size/>", ": max-resource-size"),
    ("<s:sabredav-version>4.7</s:sabredav-version><s:exception>Sabre.Forbidden</s:exception><s:message>The calendar"
     " object is\n larger than 10 KB.</s:message>", ": The calendar object is larger than 10 KB"),
    ("<s:message>No</s:message><c:valid-calendar-data/>", ": No"),
    ("<s:message/><c:valid-calendar-data/>", ": valid-calendar-data"),
    ("<s:exception>Sabre.Forbidden</s:exception><d:need-privileges/>", ": need-privileges"),
    ("<e:error-description xmlns:e='http://twistedmatrix.com/xml_namespace/dav/'>Too big</e:error-description>",
     ": Too big"),
    ("<s:sabredav-version/><s:exception/><x:other xmlns:x='urn:x'>words</x:other>", ""),
    (f"<s:message>{LONG}</s:message>", f": {LONG[:119].rstrip()}…"),
    ("<!-- nothing -->", ""), ("only text", ""),
])
@pytest.mark.parametrize("status", [403, 405, 415])
def test_the_reason_is_what_the_server_says(inside: str, reason: str, status: int) -> None:
    """Its sentence, cut; or else a precondition; never the name of another element (Baikal, Nextcloud)."""
    with FakeCalDAV() as server:
        calendar = CaldavCalendar(CaldavTarget(server.url), "hitlist", UTC)
        calendar.read()
        body = f"<?xml version='1.0'?><d:error {SABRE}>{inside}</d:error>"
        refusal = HttpReply(status, body)
        server.fault = lambda method, path, count: refusal if method == "PUT" and "w48" in path else None
        others = replace(BLOCK, uid=BLOCK.uid.replace("w48", "w49"))
        _, failed = calendar.apply([Create(others), Create(BLOCK)], STAMP)
        assert isinstance(failed, Failed)
        assert str(failed.error).endswith(f"the server refuses it ({status}{reason})")
        calendar.close()
