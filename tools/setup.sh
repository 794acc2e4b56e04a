#!/bin/bash
# setup.sh - brings this machine what a part of the work needs, and only what is missing.
#
#   tools/setup.sh build    compiler and libraries of the server
#   tools/setup.sh web      Node and npm; a newer Node into build/node where the machine's own is too old
#   tools/setup.sh unit     what the C unit tests need
#   tools/setup.sh tests    what the other tests need: a browser, LibreOffice, strace, valgrind
#   tools/setup.sh lint     what only the checks of the text need
#   tools/setup.sh fuzz     what only the fuzz targets need
#
# Debian packages come through apt, with sudo when not root; the newer Node comes through npm, its versions and
# hashes fixed in tools/node/package-lock.json. Where nothing is missing, nothing is asked of the network.
set -euo pipefail
cd "$(dirname "$0")/.."

# Vite's own limit. Debian 12 has Node 18.20.
node_at_least=20.19.0

packages_of() {
    case $1 in
    build) echo gcc libc6-dev make pkg-config libwebsockets-dev libwebsockets-evlib-uv libuv1-dev libjansson-dev libsqlite3-dev uuid-dev \
        libsodium-dev libqrencode-dev libzip-dev libcurl4-openssl-dev ;;
    web) # A Node from elsewhere is as good as Debian's.
        echo ca-certificates zopfli
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm
        ;;
    unit) echo libcmocka-dev ;;
    tests) echo chromium fonts-dejavu-core fonts-liberation fonts-symbola iproute2 libreoffice-writer-nogui openssl poppler-utils \
        python3 qpdf strace sqlite3 util-linux valgrind ;;
    lint) echo clang-format clang-tidy shellcheck git ;;
    fuzz) echo clang libclang-rt-14-dev llvm ;;
    esac
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "setup: these Debian packages are missing and this user can neither install them nor sudo:" \
            "${missing[*]}" >&2
        exit 1
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

install_packages() {
    missing=()
    for package in $(for part in "$@"; do packages_of "$part"; done); do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    command -v apt-get >/dev/null || {
        echo "setup: not a Debian; please install what corresponds to: ${missing[*]}" >&2
        exit 1
    }
    echo "setup: installing ${missing[*]}"
    apt_get update
    apt_get install --no-install-recommends "${missing[@]}"
}

is_new_enough() {
    printf '%s\n%s\n' "$node_at_least" "$("$1" --version | tr -d v)" | sort -C -V
}

# Upstream's Node and npm, as npm packages: build/node/bin comes first in the Makefile's PATH.
install_node() {
    is_new_enough node && return
    local bin=build/node/bin
    if [ -x $bin/node ] && cmp -s tools/node/package-lock.json build/node/package-lock.json; then
        return
    fi
    echo "setup: Node $(node --version) is older than $node_at_least; bringing a newer one into build/node"
    rm -rf build/node
    mkdir -p $bin
    cp tools/node/package.json tools/node/package-lock.json build/node/
    (cd build/node && npm ci --no-audit --no-fund)
    # Of the two processors' packages npm took the right one. The link to node comes last: it says all is there.
    (cd $bin && ln -s ../node_modules/npm/bin/npm-cli.js npm && ln -s ../node_modules/npm/bin/npx-cli.js npx &&
        ln -s ../node_modules/node-linux-*/bin/node node)
    is_new_enough $bin/node
}

for part in "${@:-}"; do
    [[ $part =~ ^(build|web|unit|tests|lint|fuzz)$ ]] || {
        echo "setup: '$part' is not one of: build web unit tests lint fuzz" >&2
        exit 2
    }
done
mkdir -p build/setup
exec 9>build/setup/lock # two makes at once: one after the other
flock 9
install_packages "$@"
for part in "$@"; do
    [ "$part" != web ] || install_node
done
