# What ./run and ./test need on a machine: sourced by both.

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

require_sdk() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --list-sdks | grep -q '^1[0-9]\.' || fail "The .NET 10 SDK is needed; installed: $(dotnet --list-sdks | tr '\n' ' ')"
}

installed() { # installed PACKAGE -> whether what it brings is there, wherever it came from
  case $1 in
    postgresql) { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; } >/dev/null ;;
    rabbitmq-server) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null ;;
    fonts-noto-cjk) compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Installs what is missing of Debian's packages, or says what to install where that is not allowed.
require_packages() {
  local missing=() package sudo=()
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then sudo=(sudo -n); fi
  if ! command -v apt-get >/dev/null || ! "${sudo[@]}" true 2>/dev/null; then
    fail "These programs are missing: ${missing[*]}
Install them (on Debian: sudo apt-get install ${missing[*]})."
  fi
  say "Installing ${missing[*]} ..."
  # Debian would start each server at once and at every boot; ours are private processes, so that is held back where it
  # has not been decided already.
  local policy=/usr/sbin/policy-rc.d held= log outcome=0
  log=$(mktemp)
  if [ ! -e $policy ]; then
    held=1
    printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee $policy >/dev/null
    "${sudo[@]}" chmod +x $policy
  fi
  { "${sudo[@]}" apt-get update -q && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } \
    > "$log" 2>&1 || outcome=$?
  [ -z "$held" ] || "${sudo[@]}" rm -f $policy
  if [ $outcome -ne 0 ]; then
    tail -20 "$log" >&2
    fail "Could not install them. Install by hand: apt-get install ${missing[*]}"
  fi
  rm -f "$log"
}
