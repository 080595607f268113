"""HubSpot's export of contacts, in which the user chooses the columns."""

from __future__ import annotations

from followupd.importing.tables import ExportProgram, columns

HUBSPOT = ExportProgram(
    "HubSpot",
    columns(of={
        "given": "First Name", "family": "Last Name", "email": "Email|Additional email addresses|Work email",
        "mobile": "Mobile Phone Number", "phone": "Phone Number", "role": "Job Title",
        "org": "Company Name|Associated Company|Primary Associated Company", "birthday": "Date of birth|Birthday",
        "last_contact": "Last Contacted|Last Contact Date", "notes": "Notes|Message",
        "home_street": "Street Address", "home_city": "City", "home_region": "State/Region", "home_code": "Postal Code",
        "home_country": "Country/Region",
    }),
    tuple(frozenset({first, second}) for first in ("record id", "contact id", "contact owner", "lifecycle stage")
          for second in ("first name", "last name", "email")),
)
