#!/usr/bin/env bash
# Runs a real cron daemon until it has sent one mail, on a crontab of its own. For test_real_cron.py:
#
#   unshare --mount --pid --fork --kill-child bash cron.sh FOLDER
#
# FOLDER holds `crontab`, and gets `mail`. What is mounted here is seen by nobody else and is gone
# with this script, and so is the daemon: neither this machine's crontabs nor its mail are touched.
set -euo pipefail
folder=$1

# The crontabs, where the daemon says that it runs, and the programs of root: cron itself, and the
# one that sends its mail.
mount -t tmpfs none /run
mount -t tmpfs none /etc/cron.d
[[ ! -e /etc/crontab ]] || mount --bind /dev/null /etc/crontab
mount -t tmpfs none /var/spool/cron
install -d -m 1730 -g crontab /var/spool/cron/crontabs

mkdir "$folder/sbin"
cp "$(command -v cron || echo /usr/sbin/cron)" "$folder/sbin/cron"
mkfifo "$folder/sent"
cat >"$folder/sbin/sendmail" <<EOF
#!/bin/sh
cat >'$folder/mail' && echo sent >'$folder/sent'
EOF
chmod +x "$folder/sbin/sendmail"
mount --bind "$folder/sbin" /usr/sbin

crontab "$folder/crontab"
/usr/sbin/cron -f &
read -r -t 100 _ <>"$folder/sent" # cron looks at its crontabs at every full minute
kill $!
