#!/bin/sh
# systemd accepts systemd/followupd.service, and its exposure level is OK (5.0) or better.
#
#   tests/faults/check_unit.sh
#
# `systemd-analyze security` judges system units. What a user manager takes from a service anyway is therefore written
# into a copy: it does not run as root and holds no capability. All other directives are judged as they stand.
# Exit code 0: both hold. 77: a tool is missing, and a sentence says which.
set -eu

unit=$(cd "$(dirname "$0")/../../systemd" && pwd)/followupd.service
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not here"; exit 77; }
systemd-analyze security --help 2>/dev/null | grep -q -- --offline ||
    { echo "this systemd-analyze has no --offline (it came with 250)"; exit 77; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/home/.local/bin" "$folder/judged"
printf '#!/bin/sh\n' > "$folder/home/.local/bin/followupd"
chmod +x "$folder/home/.local/bin/followupd"
cp "$unit" "$folder/home/"
said=$(HOME="$folder/home" XDG_RUNTIME_DIR="$folder" \
    systemd-analyze --user --man=no verify "$folder/home/followupd.service" 2>&1) || { echo "$said"; exit 1; }
[ -z "$said" ] || { echo "$said"; exit 1; }

{ cat "$unit"; printf '\n[Service]\nUser=somebody\nCapabilityBoundingSet=\n'; } > "$folder/judged/followupd.service"
systemd-analyze security --offline=yes --threshold=50 --no-pager "$folder/judged/followupd.service" \
    > "$folder/report" 2>&1 || { cat "$folder/report"; exit 1; }
tail -n 1 "$folder/report"
