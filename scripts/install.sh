#!/usr/bin/env bash
# Installs Pillion on a host, configures it and starts it; what user data calls. It needs nothing
# beside itself, and running it again changes only what is not as asked.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: install.sh --from PACKAGE [--sha256 HEX] [--server KEY=VALUE...] [--agent KEY=VALUE...]

  --from PACKAGE      a .deb, an .rpm or a .tar.gz of Pillion: a file, an http(s):// or an s3:// address
  --sha256 HEX        what its SHA-256 must be; plain http:// needs it
  --server KEY=VALUE  runs the server on this host, with this setting in /etc/pillion/server.env
  --agent KEY=VALUE   runs the agent on this host, with this setting in /etc/pillion/agent.env
  --gate              gate mode: the agent answers for Docker at /run/pillion/docker.sock (docs/gate.md)
  --no-start          installs and configures only

The settings are those that the files list. An empty value puts a setting back to its default.
TEXT
}

say() { printf '==> %s\n' "$*" >&2; }

fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 1
}

HOME_DIR=/usr/lib/pillion
STATE=/var/lib/pillion/install
FROM='' SHA256='' START=1 GATE=''
SERVER=() AGENT=() ROLES=()

role() { [[ " ${ROLES[*]-} " == *" $1 "* ]] || ROLES+=("$1"); }

read_arguments() {
  while (($# > 0)); do
    case $1 in
      --from | --sha256 | --server | --agent) (($# > 1)) || fail "$1 needs a value" "see install.sh --help" ;;
    esac
    case $1 in
      --from) FROM=$2 && shift ;;
      --sha256) SHA256=${2,,} && shift ;;
      --server) SERVER+=("$2") && role server && shift ;;
      --agent) AGENT+=("$2") && role agent && shift ;;
      --gate) GATE=1 && AGENT+=(PILLION_GATE=on) && role agent ;;
      --no-start) START='' ;;
      -h | --help) usage && exit ;;
      *) fail "install.sh takes no argument '$1'" "see install.sh --help" ;;
    esac
    shift
  done
  [[ -n $FROM ]] || fail "--from is missing" "see install.sh --help"
  [[ $FROM != http://* || -n $SHA256 ]] || fail "--from $FROM can be changed by whoever is on the way" "give --sha256, or an https:// address"
  [[ $FROM =~ \.(deb|rpm|tar\.gz)$ ]] || fail "--from $FROM is no package of Pillion" "give a .deb, an .rpm or a .tar.gz"
  [[ $(id -u) == 0 ]] || fail "only root can install" "run it with sudo"
}

# fetch: sets PACKAGE to the file.
fetch() {
  PACKAGE=$WORK/$(basename "$FROM")
  case $FROM in
    s3://*)
      command -v aws >/dev/null || fail "the AWS CLI is missing, which reads $FROM" "install it, or give an https:// address"
      aws s3 cp --only-show-errors "$FROM" "$PACKAGE" || fail "$FROM could not be read" "let the instance's role have s3:GetObject on it"
      ;;
    http://* | https://*)
      curl --fail --silent --show-error --location --retry 5 --output "$PACKAGE" "$FROM" || fail "$FROM could not be read" "see the line above"
      ;;
    *)
      [[ -r $FROM ]] || fail "$FROM cannot be read" "give a file of this host, or an address"
      PACKAGE=$(readlink -f "$FROM")
      ;;
  esac
  local found
  found=$(sha256sum "$PACKAGE" | cut -c1-64)
  [[ -z $SHA256 || $found == "$SHA256" ]] || fail "the SHA-256 of $FROM is $found" "it should be $SHA256: take the package of that sum"
  SHA256=$found
}

# By this script and, by the version, not replaced by other means since.
is_installed() { [[ -x $HOME_DIR/bin/pillion && $(cat "$STATE/installed" 2>/dev/null) == "$SHA256 $(cat "$HOME_DIR/VERSION")" ]]; }

install_package() {
  mkdir -p "$STATE"
  say "installing $(basename "$PACKAGE")"
  case $PACKAGE in
    *.deb) install_deb "$PACKAGE" ;;
    *.rpm) install_rpm "$PACKAGE" ;;
    *) install_tarball "$PACKAGE" ;;
  esac
  # What a failed upgrade after this one goes back to.
  rm -f "$STATE"/package.*
  case $PACKAGE in *.deb) cp "$PACKAGE" "$STATE/package.deb" ;; *.rpm) cp "$PACKAGE" "$STATE/package.rpm" ;; esac
  echo "$SHA256 $(cat "$HOME_DIR/VERSION")" >"$STATE/installed"
}

# The package's own scripts have brought the version of before back; this puts the record right too.
install_deb() {
  local missing
  missing=$(dpkg-deb --field "$1" Depends | tr ',' '\n' | sed 's/ *(.*//; s/^ *//' | while read -r name; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || echo "$name"
  done)
  # shellcheck disable=SC2086 # one word a package
  [[ -z $missing ]] || { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y install $missing; } >&2
  if DEBIAN_FRONTEND=noninteractive dpkg --force-confold -i "$1" >&2; then return; fi
  [[ ! -e $STATE/package.deb ]] || dpkg --force-confold -i "$STATE/package.deb" >&2
  fail "$(basename "$1") could not be installed" "the lines above tell why; the version of before is there again, if there was one"
}

install_rpm() {
  local tool=yum
  ! command -v dnf >/dev/null || tool=dnf
  "$tool" -y install "$1" >&2
  [[ "$(rpm -qp --qf '%{VERSION}' "$1")" != "$(cat "$HOME_DIR/VERSION")" ]] || return 0
  [[ ! -e $STATE/package.rpm ]] || "$tool" -y downgrade "$STATE/package.rpm" >&2
  fail "$(basename "$1") could not be installed" "the lines above tell why; the version of before is there again, if there was one"
}

install_tarball() {
  local top fresh=$HOME_DIR.fresh file
  command -v iptables >/dev/null || fail "iptables is missing, which the agent needs" "install it with this host's package manager"
  rm -rf "$fresh" "$WORK/tar"
  mkdir -p "$WORK/tar" /usr/lib /etc/pillion
  tar -xzf "$1" -C "$WORK/tar" --no-same-owner
  top=$(echo "$WORK"/tar/*)
  [[ -x $top/bin/pillion && -d $top/host ]] || fail "$(basename "$1") is no tarball of Pillion" "give one that scripts/dist made"
  cp -a "$top" "$fresh"
  rm -rf "$fresh/host"
  # What people changed stays; what is new lies beside it.
  for file in server.env agent.env; do
    if [[ ! -e /etc/pillion/$file ]]; then
      install -m 640 "$top/host/etc/pillion/$file" "/etc/pillion/$file"
    else
      install -m 640 "$top/host/etc/pillion/$file" "/etc/pillion/$file.new"
    fi
  done
  [[ -d /etc/pillion/keys ]] || install -d -m 700 /etc/pillion/keys
  chmod 750 /etc/pillion
  cp -a "$top/host/usr/." /usr/
  [[ ! -x $HOME_DIR/setup ]] || "$HOME_DIR/setup" save
  rm -rf "$HOME_DIR.old"
  [[ ! -d $HOME_DIR ]] || mv "$HOME_DIR" "$HOME_DIR.old"
  mv "$fresh" "$HOME_DIR"
  rm -rf "$HOME_DIR.old"
  ln -sfn ../lib/pillion/bin/pillion /usr/bin/pillion
  "$HOME_DIR/setup" finish || fail "$(basename "$1") could not be installed" "the lines above tell why; the version of before is there again, if there was one"
}

# configure FILE KEY=VALUE...: sets CHANGED when the file was not so already.
configure() {
  local file=$1 pair key value
  shift
  for pair in "$@"; do
    key=${pair%%=*} value=${pair#*=}
    [[ $pair =~ ^[A-Z][A-Z0-9_]*= && $value != *$'\n'* ]] || fail "'$pair' is no setting" "write KEY=VALUE on one line"
    grep -qE "^#?$key=" "$file" || fail "$file has no setting $key" "it lists all of them, with what each is for"
    KEY=$key VALUE=$value awk '
      BEGIN { key = ENVIRON["KEY"]; value = ENVIRON["VALUE"] }
      index($0, key "=") == 1 { if (!done && value != "") print key "=" value; done = 1; next }
      index($0, "#" key "=") == 1 { print; if (value != "" && !done) { print key "=" value; done = 1 }; next }
      { print }' "$file" >"$WORK/new.env"
    if ! cmp -s "$WORK/new.env" "$file"; then
      # Into the file that is there: it keeps its owner and its mode.
      cat "$WORK/new.env" >"$file"
      CHANGED=1
    fi
  done
}

start() {
  local role changed=$1 unit
  role=$2 unit=pillion-$role
  [[ -d /run/systemd/system ]] || fail "this host does not run systemd, which starts the $role" "give --no-start, and start $HOME_DIR/bin/pillion $role by other means"
  if [[ $role == agent && -n $GATE ]] && ! systemctl is-active --quiet pillion-docker.socket; then
    # A socket cannot be handed to a service that runs already.
    systemctl stop pillion-agent
    systemctl enable --now pillion-docker.socket
  fi
  systemctl enable "$unit"
  if ! systemctl is-active --quiet "$unit"; then
    systemctl start "$unit" || fail "$unit did not start" "see: journalctl -u $unit"
  elif [[ -n $changed ]]; then
    systemctl restart "$unit" || fail "$unit did not start with its new settings" "see: journalctl -u $unit"
  fi
  say "$unit runs"
}

read_arguments "$@"
umask 022
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
fetch
if is_installed; then say "$(basename "$FROM") is installed"; else install_package; fi
for ROLE in "${ROLES[@]}"; do
  CHANGED=''
  declare -n SETTINGS=${ROLE^^}
  configure "/etc/pillion/$ROLE.env" "${SETTINGS[@]}"
  [[ -z $START ]] || start "$CHANGED" "$ROLE"
done
