"""A month of Alex, who never types `log`: what happens on which day, and the truth of it beside.

Each row of `script` says when, what is done in which program, and, if something happened between Alex and somebody of
the list, what that was in plain words. Nothing here knows a rule of followupd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from tests.lives.traces import (
    INCOMING,
    MISSED,
    OUTGOING,
    REJECTED,
    ZONE,
    CalendarFile,
    CallingPhone,
    Mailbox,
    PhoneCall,
    clock,
    guest,
)

# Everything that happens between two people.
MET, SPOKE, RANG_IN_VAIN, WROTE, GOT_ANSWER, BOUNCED = (
    "met", "spoke", "rang in vain", "wrote", "got an answer", "the mail came back")
WAS_WRITTEN_TO, WAS_RUNG = "was written to", "was rung"
CALLS = (SPOKE, RANG_IN_VAIN, WAS_RUNG)

NUMBERS = {
    "dana": "+1 303 555 0142", "sam": "+1 303 555 0143", "robin": "+1 303 555 0144", "kofi": "+1 720 555 0145",
    "kofi at home": "+1 720 555 0146", "yuki": "+81 3-5555-0147", "ana": "+1 303 555 0148", "ben": "+1 303 555 0148",
    "zoe": "+1 303 555 0149", "jonas": "+1 303 555 0150", "a stranger": "+1 212 555 0199",
}
ADDRESSES = {
    "dana": "dana@client.example", "priya": "priya@mail.example", "robin": "robin@hale.example",
    "mateo": "Mateo.Silva@mail.example", "lena": "lena@berg.example", "zoe": "zoe@mueller.example",
    "viktor": "viktor@old.example", "nadia": "nadia@office.example", "jonas": "jonas@mail.example",
    "kofi": "kofi@mail.example", "ines": "ines@mail.example",
}
NAMES = {
    "dana": "Dana Whitfield", "sam": "Sam Okafor", "priya": "Priya Raman", "robin": "Robin Hale",
    "mateo": "Mateo Silva", "lena": "Lena Berg", "kofi": "Kofi Mensah", "yuki": "Yuki Tanaka", "ana": "Ana Lee",
    "ben": "Ben Lee", "zoe": "Zoë Müller", "viktor": "Viktor Novak", "nadia": "Nadia Haddad", "jonas": "Jonas Eklund",
    "tom": "Tom Grant", "ines": "Ines Duarte",
}
ME = "alex@work.example"
STRANGERS = tuple(guest(f"p{number}@else.example") for number in range(38))


@dataclass(frozen=True)
class Deed:
    """Something between Alex and `who`, which a program has shown at `shown`; None if it may be shown much later.

    `left`: why it is not in the history, or stands there as a question. `asked`: no program can be sure of it, so Alex
    is asked, and says so unless it is `left`.
    """

    who: str
    at: datetime
    what: str
    left: str = ""
    asked: bool = False
    shown: datetime | None = None


Act = tuple[datetime, Callable[[], object]]


def day(text: str) -> datetime:
    """`4 12:30`: the instant on the fourth of March 2021, by Alex's clock."""
    number, _, hour = text.partition(" ")
    hours, minutes, seconds = (*map(int, (hour or "0:00").split(":")), 0)[:3]
    return datetime(2021, 3, int(number), hours, minutes, seconds, tzinfo=ZONE).astimezone(UTC)


def tries_of_days(happened: list[Deed]) -> list[Deed]:
    """Leave out each further mail, or call in vain, of a day until they answer: to a person it is one try."""
    left: list[Deed] = []
    last: dict[str, Deed] = {}
    for deed in sorted(happened, key=lambda one: one.at):
        before, last[deed.who] = last.get(deed.who), deed
        again = before is not None and before.what == deed.what and deed.what in (WROTE, RANG_IN_VAIN)
        if before is None or not again or before.at.astimezone(ZONE).date() != deed.at.astimezone(ZONE).date():
            left.append(deed)
    return left


def _instead_of(when: str) -> str:
    return f"RECURRENCE-ID;TZID=America/Denver:{clock(day(when))}"


@dataclass
class Month:
    """The programs, and the truth so far. `own_event` enters an event of Alex's in the file that followupd writes."""

    work: CalendarFile
    shared: CalendarFile
    mail: Mailbox
    phone: CallingPhone
    own_event: Callable[[str], None]
    truth: list[Deed] = field(default_factory=list)
    _acts: list[Act] = field(default_factory=list)

    def on(self, when: str, what: Callable[..., object], *values: object, **more: object) -> None:
        self._acts.append((day(when), partial(what, *values, **more)))

    def happens(self, when: str, who: str, what: str, left: str = "", *, asked: bool = False, lasts: int = 60) -> None:
        """Something happens between Alex and somebody; no program is involved in that."""
        at = day(when)
        shown = None if what in CALLS else at + timedelta(minutes=lasts) if what == MET else at
        self._acts.append((at, partial(self.truth.append, Deed(who, at, what, left, asked, shown))))

    def acts(self) -> Iterator[Act]:
        """Everything in the order of time."""
        self._meetings()
        self._meetings_that_were_none()
        self._mail()
        self._mail_of_machines_and_strangers()
        self._calls()
        return iter(sorted(self._acts, key=lambda act: act[0]))

    # Meetings.

    def _meet(self, entered: str, name: str, begins: str, title: str, *who: str, minutes: int = 60) -> None:
        self.on(entered, self.work.put, name, day(begins), minutes, title, guest(ME), *map(guest, who))

    def _meetings(self) -> None:
        dana, robin = ADDRESSES["dana"], ADDRESSES["robin"]
        self._meet("1 9:00", "lunch", "4 12:30", "Lunch", dana, minutes=75)
        self.happens("4 12:30", "dana", MET, lasts=75)
        self.on("5 9:00", self.work.replace, "lunch", "SUMMARY:Lunch", "SUMMARY:Lunch (the roof)")
        self.on("8 9:00", self.work.add, "lunch", "RRULE:FREQ=MONTHLY")     # they make a habit of it
        # Robin: moved twice, the second time two hours before.
        self._meet("3 16:00", "planning", "9 14:00", "Planning", robin)
        self.on("8 9:30", self.work.move, "planning", day("11 14:00"), 60)
        self.on("11 12:00", self.work.move, "planning", day("19 9:00"), 60)
        self.happens("19 9:00", "robin", MET)
        # Nadia: each Wednesday at 11:00, over the change to summer time; one is moved, one deleted, one called off.
        self.on("1 9:05", self.work.put, "weekly", day("3 11:00"), 30, "Nadia / Alex", "RRULE:FREQ=WEEKLY",
                guest(ME), guest(ADDRESSES["nadia"]))
        self.happens("3 11:00", "nadia", MET)
        self.on("8 10:00", self.work.put, "weekly 10", day("12 15:00"), 30, "Nadia / Alex", guest(ME),
                guest(ADDRESSES["nadia"]), _instead_of("10 11:00"), uid="weekly")
        self.happens("12 15:00", "nadia", MET)
        # On the 15th the whole series moves by half an hour; a program moves what is past, too.
        self.on("15 9:30", self.work.move, "weekly", day("3 11:30"), 30)
        self.on("15 9:30", self.work.replace, "weekly 10", _instead_of("10 11:00"), _instead_of("10 11:30"))
        self.on("16 17:00", self.work.add, "weekly", "EXDATE;TZID=America/Denver:" + clock(day("17 11:30")))
        self.on("23 8:00", self.work.put, "weekly 24", day("24 11:30"), 30, "Nadia / Alex", "STATUS:CANCELLED",
                guest(ME), guest(ADDRESSES["nadia"]), _instead_of("24 11:30"),
                uid="weekly")
        self.happens("31 11:30", "nadia", MET)
        self._meet("15 9:00", "workshop", "18 13:00", "Workshop", ADDRESSES["lena"], ADDRESSES["zoe"],
                   "p1@else.example", "p2@else.example", minutes=120)
        self.happens("18 13:00", "lena", MET, asked=True, lasts=120)
        self.happens("18 13:00", "zoe", MET, "five people were there: Alex was asked, and did not answer", asked=True,
                     lasts=120)
        self.on("22 9:00", self.work.put, "coffee", day("24 15:30"), 45, "Coffee with Mateo Silva")
        self.happens("24 15:30", "mateo", MET)
        # Entered two days after it.
        self.happens("20 12:00", "priya", MET, lasts=2 * 24 * 60)
        self._meet("22 8:30", "brunch", "20 12:00", "Brunch", ADDRESSES["priya"])
        # In two calendars, and once more as Alex entered it before the invitation came.
        for book in (self.work, self.shared):
            self.on("26 9:00", book.put, "second", day("30 12:00"), 60, "Lunch", guest(ME), guest(dana))
        self.on("25 9:00", self.shared.put, "by hand", day("30 12:15"), 60, "Lunch with Dana Whitfield")
        self.happens("30 12:00", "dana", MET)
        self.on("25 20:00", self.own_event, "Walk with Tom Grant")      # on Saturday the 27th, 10:00
        self.happens("27 10:00", "tom", MET)
        self.on("24 9:00", self.work.put, "private", day("26 12:00"), 60, "Lunch", "CLASS:PRIVATE", guest(ME),
                guest(ADDRESSES["viktor"]))
        self.happens("26 12:00", "viktor", MET, "it is marked private, which Alex does not allow to be noticed")

    def _meetings_that_were_none(self) -> None:
        self._meet("2 9:00", "budget", "10 10:00", "Budget", ADDRESSES["priya"])
        self.on("9 16:00", self.work.add, "budget", "STATUS:CANCELLED")
        self._meet("8 11:00", "gone", "16 16:00", "Coffee", ADDRESSES["kofi"])
        self.on("15 18:00", self.work.remove, "gone")
        self.on("1 9:10", self.work.put, "webinar", day("5 15:00"), 60, "Webinar", guest(ME), guest(ADDRESSES["dana"]),
                *STRANGERS)
        self.on("1 9:15", self.work.put, "standup", day("1 9:30"), 15, "Stand-up", "RRULE:FREQ=DAILY", guest(ME),
                guest(ADDRESSES["kofi"]), *STRANGERS[:3])
        self.on("1 9:20", self.work.put, "call", day("2 16:00"), 15, "Call Sam Okafor")
        self.on("1 9:25", self.work.put_day, "birthday", day("18"), "Zoë Müller's birthday", "TRANSP:TRANSPARENT")
        self._meet("9 9:00", "dinner", "12 19:00", "Dinner", ADDRESSES["jonas"])
        self.on("11 21:30", self.work.replace, "dinner", guest(ADDRESSES["jonas"]),
                guest(ADDRESSES["jonas"], "DECLINED"))
        self._meet("22 10:00", "no time", "25 12:00", "Lunch", ADDRESSES["robin"])
        self.on("23 10:00", self.work.replace, "no time", guest(ME), guest(ME, "DECLINED"))
        # Jonas was ill and said so by a message that no program here sees; Alex takes it back on the 23rd.
        self._meet("17 9:00", "ill", "22 12:00", "Lunch", ADDRESSES["jonas"])
        self.on("23 12:00", self.work.replace, "ill", "SUMMARY:Lunch", "SUMMARY:Lunch (was ill)")

    # Mail.

    def _writes(self, when: str, who: str, *fields: str, also: str = "", left: str = "") -> str:
        """Return a name under which answers find the mail."""
        name = f"{who} {when}"

        def write() -> None:
            self.mails[name] = self.mail.sends(day(when), ADDRESSES[who] + also, *fields)

        self.on(when, write)
        self.happens(when, who, WROTE, left)
        return name

    def _gets(self, when: str, who: str, what: str = "", *fields: str, to_mail: str = "", body: str = "Hi.\n",
              to: str = "") -> None:
        def get() -> None:
            answers = (f"In-Reply-To: {self.mails[to_mail]}",) if to_mail else ()
            sender = f"{NAMES[who]} <{ADDRESSES[who]}>".encode("ascii", "ignore").decode()
            self.mail.gets(day(when), sender, *answers, *fields, body=body, to=to)

        self.on(when, get)
        if what:
            self.happens(when, who, what)

    def _mail(self) -> None:
        first = self._writes("2 9:10", "priya")
        self._gets("4 8:20", "priya", GOT_ANSWER, to_mail=first)
        self._writes("5 17:45", "priya")
        to_lena = self._writes("8 9:00", "lena")
        self._gets("8 9:01", "lena", "", "Auto-Submitted: auto-replied", to_mail=to_lena)
        self._gets("11 7:40", "lena", GOT_ANSWER, to_mail=to_lena)
        self._gets("9 11:00", "robin", WAS_WRITTEN_TO)
        self._writes("10 10:00", "viktor")
        self.on("10 10:01", self._comes_back, "10 10:01", ADDRESSES["viktor"])
        self.happens("10 10:01", "viktor", BOUNCED)
        self._writes("16 9:00", "zoe", also=", sister@else.example")
        self._gets("18 22:15", "zoe", GOT_ANSWER)       # not as an answer, but as a new mail
        # Ines comes on the list on the tenth.
        to_ines = self._writes("8 12:00", "ines", left="before she came on the list")
        self._gets("12 8:00", "ines", GOT_ANSWER, to_mail=to_ines)
        self._gets("29 23:50", "kofi", WAS_WRITTEN_TO)
        # A copy to herself lies in the inbox as well.
        self._writes("29 10:00", "nadia", "Bcc: myself")

    def _mail_of_machines_and_strangers(self) -> None:
        crowd = ", ".join(f"p{number}@else.example" for number in range(7))
        self.on("3 10:00", self.mail.sends, day("3 10:00"), f"{ADDRESSES['lena']}, {crowd}")
        self._gets("4 6:00", "lena", "", "List-Unsubscribe: <https://berg.example/off>", "Precedence: bulk")
        invitation = "Content-Type: text/calendar; method=REQUEST"
        self._gets("12 9:00", "dana", "", invitation, body="BEGIN:VCALENDAR\nEND:VCALENDAR\n")
        self._gets("6 9:00", "priya", "", "Content-Type: multipart/report; report-type=disposition-notification")
        self._gets("17 11:00", "mateo", to=f"{self.mail.user}, {crowd}")
        self.on("20 4:00", self.mail.gets, day("20 4:00"), "Dana Whitfield <dana@phish.example>")
        self.on("21 4:00", self.mail.gets, day("21 4:00"), "p1@else.example", body=f"{ADDRESSES['dana']} says hello\n")
        self.on("23 13:00", self.mail.restore)

    def _comes_back(self, when: str, address: str) -> None:
        body = (
            "--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
            f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {address}\nAction: failed\n"
            "Status: 5.1.1\n\n--b--\n"
        )
        self.mail.gets(day(when), "MAILER-DAEMON@mx.example", "Return-Path: <>",
                       "Content-Type: multipart/report; report-type=delivery-status; boundary=b", body=body)

    # Calls.

    def _call(self, when: str, who: str, kind: int, seconds: int, what: str = "", *, spelt: str = "",
              noted: bool = False, late: int = 0, left: str = "", asked: bool = False, length: bool = True) -> None:
        """A call, perhaps noted at once by the automation app; the phone's whole log follows when it is exported."""
        def make() -> None:
            call: PhoneCall = self.phone.call(day(when), spelt or NUMBERS[who], kind, seconds)
            if noted:
                self.phone.note(day(when), call, late=late, length=length)

        self.on(when, make)
        if what:
            self.happens(when, who.split(" ")[0], what, left, asked=asked)

    def _calls(self) -> None:
        # Sam rings while Alex is in the shower, and is called back at once.
        self._call("3 17:40", "sam", MISSED, 0, WAS_RUNG, noted=True)
        self._call("3 17:41:10", "sam", OUTGOING, 360, SPOKE, noted=True)
        # Jonas does not get to the phone in time, and rings back at once.
        self._call("5 12:00", "jonas", OUTGOING, 0, RANG_IN_VAIN)
        self._call("5 12:01:05", "jonas", INCOMING, 400, SPOKE)
        self._call("6 11:00", "yuki", INCOMING, 1800, SPOKE, spelt="+81355550147", noted=True, late=4)
        # Two people at one number: it was Ana, and Alex says so.
        self._call("8 15:00", "ana", OUTGOING, 300, SPOKE, spelt="3035550148", noted=True, asked=True)
        self._call("11 19:00", "ben", MISSED, 0, WAS_RUNG, left="a number of two people: nobody knows who rang")
        self._call("15 10:00", "kofi at home", OUTGOING, 12, RANG_IN_VAIN, spelt="(720) 555-0146")
        self._call("17 18:20", "kofi", REJECTED, 0, WAS_RUNG, noted=True)
        self._call("19 16:10", "dana", OUTGOING, 240, SPOKE, noted=True, length=False, asked=True)
        for when in ("4 12:45", "9 9:00", "25 13:13"):
            self._call(when, "a stranger", OUTGOING, 200, noted=True)
        # The whole log, again and again; between the 13th and the 21st the phone is abroad.
        for when in ("2 21:00", "5 21:00", "9 21:00", "12 21:00"):
            self.on(when, self.phone.export, day(when), f"calls-202103{when.split()[0]:0>2}.xml")
        self.on("21 20:00", self.phone.export, day("21 20:00"), "calls-20210321.xml")
        self.on("26 5:00", self.phone.export, day("26 5:00"), "calls-20210326.xml", share=0.7)
        self.on("26 12:00", self.phone.export, day("26 12:00"), "calls-20210326.xml")
        for name in ("02", "05", "09", "12"):
            self.on("28 20:00", self.phone.forget, f"calls-202103{name}.xml")
        self.on("31 20:00", self.phone.export, day("31 20:00"), "calls-20210331.xml", days=10)

    def __post_init__(self) -> None:
        self.mails: dict[str, str] = {}     # the Message-ID of each mail that is answered
