"""Every key of the hit list, declared once: how it is written, an example, its default, what it is for, where it goes.

From this table come reading and validation, suggestions, the tables of docs/hit-list.md and the JSON Schema of
`followupd schema`. A new key is an entry here and a field of the value in `core/values/hitlist.py`, with the key's name
unless `field` gives another. Its default is that field's, and the table writes it as YAML.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

from followupd.core.phrases.days import FULL_DATE, YEARLY_DATE, parse_date
from followupd.core.phrases.log import parse_channel, parse_outcome
from followupd.core.phrases.phones import parse_number
from followupd.core.phrases.quotas import QUOTA, parse_quota
from followupd.core.phrases.times import LENGTH, SPAN, parse_length, parse_span
from followupd.core.phrases.weeks import BLOCK_SLOT, HOURS, SLOT, parse_hours
from followupd.core.values.hitlist import (
    CHANNELS,
    BlockRule,
    Contact,
    Feast,
    Hitlist,
    Noticing,
    Promise,
    RetryRule,
    StartSmall,
)
from followupd.core.values.mailboxes import ImapTarget
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.time import count
from followupd.core.values.uid import LIST_NAME
from followupd.hitlist import blocks, calendars, contacts, days_off, mailboxes, settings
from followupd.hitlist.feasts import FEASTS, parse_feast
from followupd.hitlist.json_schema import ANY_TEXT, WRITTEN, either, matching, number, words
from followupd.hitlist.rules import BUILT_IN, FAILURES, SAYS_NOTHING, Rule, parse_failures, rule_of
from followupd.hitlist.scope import file_path
from followupd.hitlist.sections import Key, Section
from followupd.hitlist.shapes import (
    NO,
    YES,
    Blank,
    Either,
    FreeNames,
    Items,
    Joined,
    Later,
    Lines,
    PathText,
    Switch,
    Text,
    Texts,
    YesNo,
    as_written,
    each_once,
    unique,
)
from followupd.hitlist.zones import ZONE, parse_zone

# The certain limits of each kind of text, for editors; the form of most is beside its parser.
_YEAR = WRITTEN | {"pattern": "[0-9]{4}"}
_SECONDS = {"type": ["number", "string"], "exclusiveMinimum": 0, "maximum": 600}
_IMAP = WRITTEN | {"pattern": r"^\s*[Ii][Mm][Aa][Pp][Ss]?://"}
_MAIL = WRITTEN | {"pattern": r"[^\s@<>,;]@[^\s@<>,;]"}
_NUMBER = {"type": ["number", "string"], "pattern": "[^ -/:-~]"}      # a digit, of any script
_CHANNEL = either({"enum": list(CHANNELS)}, {"type": ["string", "boolean", "null"]})
_URL = WRITTEN | {"pattern": r"^\s*([Hh][Tt][Tt][Pp]|[Ww][Ee][Bb][Cc][Aa][Ll])[Ss]?://"}
_LINE = either(_YEAR, {"type": "object", "minProperties": 1, "maxProperties": 1})    # a note with ": " in it


def _default(kind: type, field: str) -> str:
    """Return the default of a value's field as YAML."""
    return _as_yaml(next(known.default for known in fields(kind) if known.name == field))


def _as_yaml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_as_yaml, value))}]"
    if isinstance(value, timedelta):
        minutes = value // timedelta(minutes=1)
        return count(minutes, "minute") if minutes % 60 else count(minutes // 60, "hour")
    if isinstance(value, float):
        return f"{value:g} seconds"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _rule(text: str) -> Rule:
    return Rule(every=parse_span(text))


def _feast(text: str) -> Feast:
    return Feast(parse_feast(text))


def _span(example: str) -> Text:
    return Text(parse_span, example, form=SPAN)


def _length(example: str) -> Text:
    return Text(parse_length, example, form=LENGTH)


def _day(example: str) -> Text:
    return Text(parse_date, example, form=FULL_DATE)


def _free(example: str) -> Text:
    return Text(str, example, ANY_TEXT, kept=True)


_FIRST, _THEN = _default(StartSmall, "first"), f"{_default(StartSmall, 'then')} per month"
_VIA = Texts(Text(parse_channel, "phone", _CHANNEL), "[phone, email]", commas=True, join=unique)

RULE_KEYS = (
    Key("every", _span("3 months"), "how often you would like to be in touch",
        otherwise=str(BUILT_IN), also=("frequency", "cadence", "interval")),
    Key("at_most", _span("4 months"), "how long it may be at the very most; never shorter than `every`",
        otherwise="a third more than `every`"),
    Key("via", _VIA, "channels in order of preference: one or a list",
        otherwise="those that you have details for, else phone", also=("channel", "channels")),
    Key("switch_after", Text(parse_failures, "2", number(99), form=FAILURES),
        "how many failures by one channel make it the next channel's turn", otherwise="that of `retry`"),
)
RULE = Section("rule", rule_of, write="{every: 3 months, via: [phone, email]}", keys=RULE_KEYS)

LOGIN_KEYS = (
    Key("username", _free("dana"), "the login name", otherwise="none", also=("user", "login")),
    Key("password_command", calendars.Command("pass show dav"),
        "a command that prints the password: a text goes to the shell, a list does not", otherwise="none"),
    Key("password_env", Text(calendars.parse_variable, "MY_PASSWORD", matching(calendars.VARIABLE)),
        "the environment variable that holds the password", otherwise="none"),
    Key("password_credential", Text(calendars.parse_credential, "caldav-password", matching(calendars.CREDENTIAL)),
        "the name of a systemd credential that holds the password", otherwise="none"),
    Key("token_command", calendars.Command("get-token"), "a command that prints a bearer token", otherwise="none"),
    Key("password", _free("correct horse"),
        "the password itself; it works, and everyone who can read the file can read it", otherwise="none"),
    Key("ca_file", PathText(file_path, "~/ca.pem"), "a certificate to check the server with", otherwise="the system's"),
    Key("timeout", Text(calendars.parse_timeout, "30 seconds", _SECONDS, form=f"{calendars.SECONDS}|{LENGTH}"),
        "how long to wait for the server, at most 10 minutes",
        default=_default(CaldavTarget, "timeout")),
)
_WITH_USERNAME = {"dependencies": {key: ["username"] for key in calendars.PASSWORD_KEYS}}

CALDAV = Section("calendar", calendars.account,
    write="followup.ics, or {url: https://dav.example.com/, username: dana, password_command: pass show dav}", keys=(
    Key("url", Text(calendars.parse_url, "https://dav.example.com/", _URL),
        "the server, the account or the calendar itself; never with a password in it", required="has no url"),
    Key("name", _free("Outreach"), "which of the account's calendars: its shown name or the last part of its address",
        otherwise="the only one"),
    *LOGIN_KEYS,
), rules=_WITH_USERNAME)

_CALENDAR = PathText(calendars.parse_calendar, "followup.ics")
_BUSY = Items(Either(PathText(calendars.parse_busy, "work.ics"), CALDAV, "work.ics"), "[~/work.ics]",
              as_written, most=calendars.MOST_CALENDARS, what="calendars")

ADDRESSBOOK = Section("addressbook", calendars.address_book,
    write="~/contacts/, or {url: https://dav.example.com/, username: dana, password_command: pass show dav}", keys=(
    Key("url", Text(calendars.parse_url, "https://dav.example.com/", _URL),
        "the server, the account or the address book itself; never with a password in it", required="has no url"),
    Key("name", _free("Contacts"),
        "which of the account's address books: its shown name or the last part of its address",
        otherwise="the only one"),
    *LOGIN_KEYS,
), rules=_WITH_USERNAME)
_BOOKS = Items(Either(PathText(calendars.parse_book, "~/contacts/"), ADDRESSBOOK, "~/contacts/"),
               "[~/contacts/]", each_once("address book"), most=calendars.MOST_BOOKS, what="address books")

_MINUTES = FreeNames(_length("8 minutes"), "{phone: 8 minutes, coffee: 45 minutes}", blocks.per_channel,
                 write="{phone: 8 minutes, coffee: 45 minutes}", known=(*CHANNELS, blocks.DEFAULT))
BLOCK = Section("block", blocks.block_of, write="Tuesday 10:00, or {every: Tuesday 10:00, length: 1 hour}", keys=(
    Key("every", Text(blocks.parse_every, "Tuesday 10:00", form=BLOCK_SLOT), "the days and the time",
        required="does not say when"),
    Key("length", _length("1 hour"), "how long it is", default=_default(BlockRule, "length")),
    Key("ahead", Text(blocks.parse_ahead, "26 weeks", form=SPAN), "how far ahead the time is taken, at most 2 years",
        default=_default(BlockRule, "ahead")),
    Key("per_person", Either(_length("8 minutes"), _MINUTES, "8 minutes"),
        "how long one person takes: one length, or a mapping of channels to lengths",
        default=_default(BlockRule, "per_person")),
    Key("protect", Text(blocks.parse_protect, "move", words(*blocks.PROTECT)),
        "what happens when something lands on it: `move` it or `warn`", default=_default(BlockRule, "protect")),
    Key("starting", _day("2026-12-01"), "no block before this day; it also says which of two weeks",
        otherwise="at once"),
))
_BLOCKS = Items(Either(Text(blocks.parse_block, "Tuesday 10:00", form=BLOCK_SLOT), BLOCK, "Tuesday 10:00"),
                "Tuesday 10:00", blocks.apart, most=blocks.MOST_BLOCKS, what="blocks")

_REMINDERS = FreeNames(_length("15 minutes"), "{video: 45 minutes, default: 10 minutes}", blocks.per_channel,
                       write="{video: 45 minutes, default: 10 minutes}", known=(*CHANNELS, blocks.DEFAULT))
RETRY = Section("retry", settings.retry_of, write="retry: {ladder: [1 week, 1 week, 1 week]}", keys=(
    Key("ladder", Texts(_span("1 week"), "[1 week, 2 weeks, 1 month]", commas=True,
              json={"minItems": 1, "maxItems": settings.MOST_RUNGS}),
        "the waits between tries; after the last try the person rests", default=_default(RetryRule, "ladder")),
    Key("rest", _span("6 weeks"), "how long a person rests after the last try, or their `every` if that is shorter",
        default=_default(RetryRule, "rest")),
    Key("min_gap", _span("3 days"), "two tries never come closer", default=_default(RetryRule, "min_gap")),
    Key("switch_after", Text(parse_failures, "2", number(99), form=FAILURES),
        "how many failures by one channel make it the next channel's turn",
        default=_default(RetryRule, "switch_after")),
    Key("length", Either(_length("15 minutes"), _REMINDERS, "15 minutes"),
        "how long a reminder is: one length, or a mapping of channels to lengths; one by video half an hour or more",
        default=_default(RetryRule, "length")),
    Key("per_day", Text(settings.parse_daily, "3", number(999), form=settings.DAILY),
        "how many reminders one day is given", default=_default(RetryRule, "per_day")),
))

START_SMALL = Section("start_small", settings.start_small_of, write="{first: 7, then: 3 per month}, or off", keys=(
    Key("first", Text(settings.parse_people, "7", number(999_999), form=settings.PEOPLE),
        "how many people to begin with", default=_FIRST),
    Key("then", Text(settings.parse_monthly, "3 per month", number(999_999), form=settings.MONTHLY),
        "how many more after each month that was managed",
        default=_THEN),
))

_MODE = Text(settings.parse_mode, "ask", words("yes", "ask", "no", also=(*YES, *NO)))
NOTICED = Section("noticed", settings.noticing_of, write="{meetings: ask}", keys=(
    Key("meetings", _MODE, "meetings on the calendars under `busy:` and on your own: `yes`, `ask` or `no`",
        default=_default(Noticing, "meetings")),
    Key("private", YesNo(), "whether meetings that are marked private count", default=_default(Noticing, "private")),
    Key("mail", _MODE, "mail in the mailboxes under `mail`: `yes`, `ask` or `no`", otherwise="`ask` with `mail`"),
    Key("calls", _MODE, "calls in the log that `calls:` names: `yes`, `ask` or `no`", otherwise="`ask` with `calls`"),
))

_MAIL_PATHS = Items(PathText(file_path, "~/Maildir"), "~/Maildir", most=mailboxes.MOST_PATHS, what="paths")
MAIL = Section("mail", mailboxes.mailbox_of,
    write="{imap: imaps://imap.example.com, username: dana, password_command: pass show mail}, or {maildir: ~/Maildir}",
    keys=(
    Key("imap", Text(mailboxes.parse_imap, "imaps://imap.example.com", _IMAP),
        "the server: imaps://, or imap:// for one that changes to TLS before the login", otherwise="none"),
    Key("maildir", _MAIL_PATHS, "a Maildir, with its folders; one or a list", otherwise="none"),
    Key("mbox", replace(_MAIL_PATHS, part=PathText(file_path, "~/mail/inbox"), example="[~/mail/inbox, ~/mail/sent]"),
        "files with many mails each; one or a list", otherwise="none"),
    Key("folders", Texts(_free("INBOX"), "[INBOX, Sent]", commas=True, join=unique, most=mailboxes.MOST_FOLDERS,
              what="folders"),
        "which folders of the server are read", otherwise="the inbox and the folder of sent mail"),
    Key("subjects", YesNo(), "`yes`: subjects are read too, and kept with what is noticed",
        default=_default(ImapTarget, "subjects")),
    *LOGIN_KEYS,
), rules=_WITH_USERNAME)
_MAIL_SOURCES = Items(
    MAIL, "{maildir: ~/Maildir}", each_once("mailbox"), most=mailboxes.MOST_MAILBOXES, what="mailboxes"
)

AWAY = Section("away", days_off.away_of,
    write="2026-12-22 to 2027-01-02, or {from: 2026-12-22, to: 2027-01-02, reason: Lisbon}", keys=(
    Key("from", _day("2026-12-22"), "the first day away", required="does not say from when"),
    Key("to", _day("2027-01-02"), "the last day away; give it for a single day too", otherwise="needed"),
    Key("reason", _free("Lisbon"), "a name for these days", otherwise="away"),
), rules={"required": ["from", "to"]})
_AWAY = Items(Either(Text(days_off.parse_stretch, "2026-12-22 to 2027-01-02", _YEAR), AWAY, "2026-12-22 to 2027-01-02"),
              "2026-12-22 to 2027-01-02", days_off.stretches)

DATE = Section("date", contacts.date_of, write="{on: 14 May, lead: 10 days}", keys=(
    Key("on", Text(contacts.parse_day_of_year, "14 May", form=YEARLY_DATE), "the day, with its year if you know it",
        required="does not say which day"),
    Key("lead", Switch(Text(contacts.parse_lead, "10 days", form=SPAN)),
        "how long before the day a card is posted, at most 3 months; or `off` for no card",
        otherwise=f"{contacts.USUAL_LEAD} for a birthday, a name day, a wedding or an anniversary; else no card"),
))
_DATES = FreeNames(Either(Text(contacts.parse_day_of_year, "14 May", form=YEARLY_DATE), DATE, "14 May"),
               "{birthday: 14 May}", contacts.named_dates,
               write="dates: {birthday: 14 May}", known=("birthday", "wedding"))

PROMISE = Section("promise", contacts.promise_of, write="{what: send the Lisbon list, by: 2026-11-28}", keys=(
    Key("what", _free("send the Lisbon list"), "what you promised", required="does not say what was promised"),
    Key("by", _day("2026-11-28"), "the day by which, with its year", otherwise="no day"),
    Key("done", YesNo(), "`yes` when you have kept it", default=_default(Promise, "done")),
))
_PROMISED = Text(contacts.parse_promise, "send the Lisbon list by 2026-11-28", ANY_TEXT, kept=True)
_PROMISES = Items(Either(_PROMISED, PROMISE, "send the Lisbon list by 2026-11-28"),
                  "[{what: send the Lisbon list, by: 2026-11-28}]")

_HOURS = Joined(Text(parse_hours, settings.DEFAULT_HOURS, form=HOURS))
_NAME = Text(contacts.parse_name, "Dana Whitfield", ANY_TEXT, kept=True)

CONTACT = Section("contact", None, write="- name: Dana Whitfield", keys=(
    Key("name", _NAME, "the person's name, or the group's", required="has no name"),
    Key("id", Text(contacts.parse_name, "dana", ANY_TEXT, kept=True),
        "what the contact is known by, if two names are alike or a name changes", otherwise="made from the name"),
    Key("category", _free("clients"), "one of your `categories`", otherwise="none",
        also=("tags", "categories", "group")),
    *(replace(key, otherwise=f"category, `default`, {key.otherwise}") for key in RULE_KEYS),
    Key("phone", Texts(Text(parse_number, "+1 303 555 0142", _NUMBER, kept=True), "+1 303 555 0142"),
        "one number or a list", otherwise="none", field="phones", also=("mobile", "telephone", "phones")),
    Key("email", Texts(Text(contacts.parse_email, "dana@example.com", _MAIL), "dana@example.com"),
        "one address or a list", otherwise="none", field="emails", also=("emails", "e-mail", "mail")),
    Key("address", Lines("12 Elm Street, Denver, CO 80205"), "where post reaches them; on cards and notes",
        otherwise="none", also=("post", "street", "postal address")),
    Key("card", _free("4fbe8971-0bc3-424c"), "the UID of their card in the `addressbook`, if it is not clear",
        otherwise="the one with a number or an address of theirs, else with their name"),
    Key("timezone", Text(parse_zone, "America/Denver", form=ZONE), "where the person is", otherwise="yours",
        also=("tz", "zone")),
    Key("hours", Joined(Text(parse_hours, "12:00-14:00, 16:00-18:00", form=HOURS)),
        "when the person likes to be reached", otherwise="9:00-18:00 on your own days, and your blocks"),
    Key("like", YesNo(), "`yes`: start with the people you like", default=_default(Contact, "like")),
    Key("notes", Lines("loves to travel"), "what to remember: a text or a list of lines", otherwise="none",
        also=("comment",)),
    Key("interests", Texts(_free("sailing"), "[sailing, Bach]", commas=True), "what they love; on the sheet",
        otherwise="none"),
    Key("facts", Texts(_free("two girls"), "[two girls, moved to Lyon]"), "facts about them; on the sheet",
        otherwise="none"),
    Key("people", Texts(_free("Robin"), "[Robin, two girls]", commas=True),
        "who belongs to them, or who they are together; on the sheet", otherwise="none"),
    Key("dates", _DATES, "days to remember, with a card in time for some", otherwise="none", also=("birthday",)),
    Key("keeps", Texts(Text(_feast, "Diwali", either({"enum": list(FEASTS)}, WRITTEN)), "[Diwali, Eid]", commas=True),
        "holidays that they keep: a reason to call when one is near", otherwise="none"),
    Key("promises", _PROMISES, "what you said you would do, and by when", otherwise="none"),
    Key("book_ahead", Text(contacts.parse_book_ahead, "6 months", form=SPAN),
        "how far ahead the next meeting is booked when one is over", otherwise="none"),
    Key("status", Text(contacts.parse_status, "paused", words("active", "paused", "stop", also=contacts.STATUS_WORDS)),
        "`active`, `paused` or `stop`", default=_default(Contact, "status")),
    Key("pause_until", _day("2026-12-24"), "the day on which a pause ends; it pauses without `status` too",
        otherwise="none"),
    Key("log", Later(Blank(Items(Text(str, contacts.LOG_LINE, _LINE), f"[{contacts.LOG_LINE}]"))),
        "what happened, one line each, as in [grammar.md](grammar.md)", otherwise="none", also=("history",)),
))

_CONTACTS = Items(Either(_NAME, CONTACT, "Sam Okafor"), "[Sam Okafor, {name: Dana Whitfield}]", alone=False)
_RULES = Blank(Either(Text(_rule, "{every: 3 months}", form=SPAN), RULE, "{every: 3 months}"), SAYS_NOTHING)
_QUOTAS = FreeNames(Text(parse_quota, "1 per workday", form=QUOTA), "{phone: 1 per workday, coffee: 2 per month}",
                settings.quotas, known=CHANNELS,
                write="action_plan: {phone: 1 per workday, coffee: 2 per month}, or off")
_MARKS = FreeNames(Text(parse_outcome, "ok"), "{erreicht: ok, niemand da: na}", settings.marks,
               write="marks: {erreicht: ok, niemand da: na}")
_HOLIDAYS = Texts(Text(days_off.parse_holidays, "US-CO", form="[a-z]{2} ?(?:-[^,]*)?"), "US-CO",
                  commas=True, join=unique, most=days_off.MOST_PLACES, what="places")
_ME = Texts(Text(settings.parse_address, "dana@example.com", _MAIL), "dana@example.com", commas=True, join=unique,
            most=settings.MOST_ADDRESSES, what="addresses")

SETTINGS = Section("settings", None, write="calendar: followup.ics", keys=(
    Key("list", Text(settings.parse_list_name, "alex", matching(LIST_NAME)),
        "the name of this hit list, in every event's UID: small letters and digits, at most 32",
        default=_default(Hitlist, "name"), field="name"),
    Key("calendar", Either(_CALENDAR, CALDAV, "followup.ics"),
        "where the events go: an .ics file, a folder or an account", default=calendars.DEFAULT_FILE),
    Key("timezone", Text(parse_zone, "America/Denver", form=ZONE), "your time zone", otherwise="the system's",
        also=("tz", "zone")),
    Key("hours", _HOURS, "when you are willing to reach out", default=settings.DEFAULT_HOURS),
    Key("block", Switch(_BLOCKS, off=(), words=NO), "the protected hours of the week: one, a list, or `off`",
        otherwise="none", field="blocks"),
    Key("retry", RETRY, "the ladder after a try that failed", otherwise="the waits of its table below"),
    Key("start_small", Switch(START_SMALL, on=StartSmall()),
        "how many people to begin with, and how many more after each month that was managed; or `off`",
        default=f"{{first: {_FIRST}, then: {_THEN}}}"),
    Key("action_plan", Switch(_QUOTAS, off=(), words=NO),
        "what a month should hold: so many calls, mails, coffees; or `off`", otherwise="none"),
    Key("categories", Blank(FreeNames(_RULES, "{clients: {every: 3 months}}", as_written,
                                  write="categories: {clients: {every: 3 months}}")),
        "rules that several contacts share", otherwise="none"),
    Key("default", _RULES, "the rule for everyone else", otherwise=f"every {BUILT_IN}"),
    Key("include", Later(Texts(_free("friends.yaml"), "[friends.yaml, people/*.yaml]")),
        "more files: a path, a glob, or a list", otherwise="none"),
    Key("state", PathText(settings.parse_state, "followupd.db"), "the file of the history",
        otherwise="the usual place for state"),
    Key("contacts", Later(Blank(_CONTACTS)), "the people", otherwise="none"),
    Key("review", Switch(Text(settings.parse_review, "Monday 9:00", form=SLOT)), "a weekly look back; or `off`",
        otherwise="none"),
    Key("marks", _MARKS, "words of your own for marks on the calendar: [on-the-calendar.md](on-the-calendar.md)",
        otherwise="none"),
    Key("busy", Switch(_BUSY, off=(), words=NO),
        "other calendars to keep clear of: files, folders, addresses, names on the same account; one or a list",
        otherwise="none"),
    Key("me", _ME, "your own mail addresses: an invitation that you declined takes no time", otherwise="none"),
    Key("calls", PathText(settings.parse_calls, "~/Sync/calls/"),
        "the phone's call log, a file or a folder: [noticing.md](noticing.md)", otherwise="none"),
    Key("noticed", NOTICED, "what followupd may notice by itself: [noticing.md](noticing.md)", otherwise="nothing"),
    Key("mail", Switch(_MAIL_SOURCES, off=(), words=NO),
        "mailboxes in which to notice mail with people of the list; one or a list", otherwise="none"),
    Key("addressbook", Switch(_BOOKS, off=(), words=NO),
        "where numbers, addresses and birthdays come from: [address-book.md](address-book.md); one or a list",
        otherwise="none", field="address_books", also=("addressbooks", "carddav", "vcards")),
    Key("holidays", Switch(_HOLIDAYS, off=(), words=NO, but="NO"), "public holidays to keep clear of; one or a list",
        otherwise="none"),
    Key("away", _AWAY, "days away; one stretch or a list", otherwise="none"),
))

INCLUDED = Section("included", None, write="contacts: [Sam Okafor]",
                   keys=tuple(SETTINGS.by_name[name] for name in ("include", "categories", "contacts")))
SECTIONS = (SETTINGS, CALDAV, BLOCK, RETRY, START_SMALL, NOTICED, MAIL, ADDRESSBOOK, RULE, AWAY, CONTACT, DATE, PROMISE)
