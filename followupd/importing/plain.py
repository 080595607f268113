"""A table that somebody made by hand, with ordinary English headers."""

from __future__ import annotations

from followupd.importing.tables import ExportProgram, columns

_NAMES = ("name", "full name", "first name", "last name", "display name", "contact")

PLAIN = ExportProgram(
    "a table",
    columns(of={
        "name": "Name|Full Name|Display Name|Contact|Contact Name", "given": "First Name|Given Name|Firstname",
        "middle": "Middle Name", "family": "Last Name|Family Name|Surname|Lastname", "nickname": "Nickname",
        "email": "Email|E-mail|Email Address|E-mail Address|Mail|Email 2|E-mail 2",
        "mobile": "Mobile|Cell|Cell Phone|Mobile Phone|Mobile Number",
        "phone": "Phone|Phone Number|Telephone|Tel|Home Phone|Work Phone|Business Phone|Phone 2",
        "org": "Company|Organization|Organisation|Company Name|Employer", "role": "Title|Job Title|Position|Role",
        "birthday": "Birthday|Date of Birth|Birth Date", "notes": "Notes|Note|Comments|Comment",
        "groups": "Groups|Group|Tags|Categories|Category|Labels", "address": "Address|Postal Address",
        "last_contact": "Last Contact|Last Contacted|Last Spoke|Last Talked",
    }),
    tuple(frozenset({name, other}) for name in _NAMES for other in (
        "email", "e-mail", "email address", "e-mail address", "mail", "phone", "phone number", "mobile", "telephone",
        "tel", "cell", "company", "birthday", "notes",
    )),
)
