"""Which server software answers, as far as it shows: told to the user, and nothing is decided by it.

Takes the headers and the body of answers; the signs were seen on the servers of CALDAV.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

# The DAV header of Radicale names no product, but no other server has exactly this one (Radicale 3.0 to 3.9).
RADICALE = "1, 2, 3, calendar-access, addressbook, extended-mkcol"


def software(headers: Mapping[str, str], body: str, url: str) -> str | None:
    """The server's name, with its version where it gives one; None where nothing tells. Header names in lower case."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    server, dav = headers.get("server", ""), headers.get("dav", "")
    if host.endswith((".icloud.com", "me.com")):
        return "iCloud"
    if host.endswith(("googleusercontent.com", ".google.com")):
        return "Google Calendar"
    if "x-davical-version" in headers:
        return headers["x-davical-version"].partition(";")[0].replace("/", " ", 1)
    if "nextcloud.org/ns" in body or any(token.strip().startswith(("nc-", "nextcloud-")) for token in dav.split(",")):
        return "Nextcloud"
    if "owncloud.org/ns" in body or "/remote.php/" in path:
        return "Nextcloud or ownCloud"
    if server.startswith("Cyrus"):
        return server.partition(" ")[0].replace("-HTTP/", " ", 1)
    if "/SOGo/" in path or "SOGo" in server:
        return "SOGo"
    if "x-sabre-version" in headers:
        return f"{_sabre(path)} {headers['x-sabre-version']}"
    if "sabredav.org/ns" in body:
        return _sabre(path)
    if "xandikos" in server.lower() or ("add-member" in dav and "sync-collection" in dav):
        return "Xandikos"
    if "radicale" in body.lower() or dav == RADICALE:
        return "Radicale"
    if "open-xchange" in server.lower() or any(name.startswith("x-open-xchange") for name in headers):
        return "Open-Xchange"
    return None


def _sabre(path: str) -> str:
    return "Baikal (sabre/dav)" if "/dav.php" in path or "/cal.php" in path else "sabre/dav"
