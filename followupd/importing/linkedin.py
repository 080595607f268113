"""LinkedIn's Connections.csv, whose headers come after a few lines of notes. Most connections show no address."""

from __future__ import annotations

from followupd.importing.tables import ExportProgram, columns

LINKEDIN = ExportProgram(
    "LinkedIn",
    columns(of={
        "given": "First Name", "family": "Last Name", "uid": "URL|Profile URL", "email": "Email Address",
        "org": "Company", "role": "Position", "known_since": "Connected On",
    }),
    (frozenset({"first name", "last name", "connected on"}),),
)
