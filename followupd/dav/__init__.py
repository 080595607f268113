"""Requests to WebDAV servers: what calendars and address books on them have in common (RFC 4918, 4791, 6578).

Takes the address and the login in the hit list, sends single requests, gives plain answers. Decides nothing about what
a collection holds, never follows a redirect, and never sends the login to a host that the user did not name.

`bounded` limits the answers to requests, `network` turns their failures into our errors; a published calendar needs no
more than these two. An account is of one kind (`kinds`): it has calendars, or address books.

Others may use: `account` (single requests with one login), `find` (which collection of an account), `discovery` (where
an account is), `reports` (what a collection holds), `kinds`, `dav_xml` (requests and multistatus answers), `library`
(the only module that sends with caldav), `bounded` and `network`.
"""
