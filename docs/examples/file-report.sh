#!/usr/bin/env bash
# Files a report over plain HTTP, with nothing of ours: bash, openssl (3 or newer) and curl.
#   ./file-report.sh KEYFILE URL "what happened, in the source's words"
# KEYFILE holds a signer key, `PRIVATE+KEY+<name>+<key id>+<base64>`; its name says which record and which member it is.
# Prints the proof of the entry's place in the record (a tlog-proof), or the host's problem, with exit code 1.
set -euo pipefail
keyfile=$1 url=${2%/} account=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The key: its name is <origin>/<organisation>/<seat>; the last part of the origin is the record's name.
# (Taken apart by hand: `read` would drop a `+` at the end of the base 64.)
read -r key <"$keyfile"
key=${key#PRIVATE+KEY+}
name=${key%%+*} key=${key#*+}
keyid=${key%%+*} secret=${key#*+}
origin=${name%/*/*}
record=${origin##*/}

# An Ed25519 key as openssl wants it: a fixed header (RFC 8410), then the 32 bytes that follow the type byte.
{ printf '302e020100300506032b657004220420' | sed 's/../\\x&/g' | xargs -0 printf; printf %s "$secret" | base64 -d | tail -c 32; } >"$work/key.der"
openssl pkey -inform DER -in "$work/key.der" -out "$work/key.pem"

# The entry: one line of JSON. Its id is a UUIDv7 that the author makes; the salt is 16 random bytes.
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
ms=$(printf '%012x' "$(date +%s%3N)")
r=$(openssl rand -hex 10)
id="${ms:0:8}-${ms:8:4}-7${r:0:3}-8${r:4:3}-${r:8:12}"
words=$(printf %s "$account" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | tr '\n\t' '  ')
json='{"kind":"report.file","id":"'$id'","at":"'$now'","audience":"members","refs":[],"body":{"event":"fire-across-line","when":{"from":"'$now'","to":"'$now'","certainty":"about"},"place":{"ref":"torkham","known":"told"},"account":"'$words'","language":"en","source":{"type":"monitor","directness":"heard"},"demonstration":true},"salt":"'$(openssl rand -base64 16)'"}'

# The note: format line, origin, the JSON; a blank line; the signature line. What is signed is the text before the blank line.
printf 'sulh/entry/v1\n%s\n%s\n' "$origin" "$json" >"$work/text"
openssl pkeyutl -sign -rawin -inkey "$work/key.pem" -in "$work/text" -out "$work/signature"
line=$({ printf "\x${keyid:0:2}\x${keyid:2:2}\x${keyid:4:2}\x${keyid:6:2}"; cat "$work/signature"; } | base64 -w 0)
{ cat "$work/text"; printf '\n— %s %s\n' "$name" "$line"; } >"$work/note"

curl -sS --fail-with-body -H 'content-type: text/plain; charset=utf-8' --data-binary "@$work/note" "$url/records/$record/entries"
