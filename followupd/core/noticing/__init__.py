"""The judgement of evidence: which sightings count, as which facts, and which only ask.

Takes sightings, the people, the facts and now; gives Noticed facts that are not recorded yet. Counts little, and never
what it only guesses (P12, P13): in doubt the user is asked, or nothing is noticed. Never reads a calendar or a file.

`notice` joins the rules for `calls`, for `mail`, and for `meetings`, which also say who is met soon; `sameness` knows
what is recorded already, and `called_off` what no longer counts. `people_index` finds people by their addresses and by
full names in titles, `titles` says by `meeting_words` and `places` who is met, `machine_mail` knows the mail of
machines.

Others may use: `notice`, `called_off`, `calls`, `meetings` and `people_index`, and for readers of mail `mail` (how few
are few) and `machine_mail`.
"""
