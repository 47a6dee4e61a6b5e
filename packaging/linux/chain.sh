# Read by the steps beside it: where things lie, which mirror serves Debian's packages, roots to build and test in.
# shellcheck shell=bash
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$top/build/linux
dist=$top/dist
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$top/petidesk/__init__.py")
# The second that every file of a release is stamped with: the day of the last commit, or what the caller says.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -c safe.directory="$top" -C "$top" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC PYTHONHASHSEED=0
mkdir -p "$build" "$dist"

say() { printf '%s\n' "$*" >&2; }

need() { # need COMMAND PACKAGE ...: installs what is lacking where it may, else says the line to run
    local lacking=()
    while [ $# -gt 0 ]; do
        command -v "$1" >/dev/null 2>&1 || lacking+=("$2")
        shift 2
    done
    [ ${#lacking[@]} = 0 ] && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${lacking[@]}" </dev/null >&2
    else
        say "Needed: sudo apt-get install --no-install-recommends ${lacking[*]}"
        exit 1
    fi
}

mirror() { # the address of Debian's packages: DEBIAN_MIRROR, else the first that this machine's apt is set up with
    local found=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
        grep -E '/debian/?$' | head -n 1)}
    [ -n "$found" ] || { say "No mirror of Debian is known: set DEBIAN_MIRROR to its address."; exit 1; }
    printf '%s\n' "${found%/}"
}

make_root() { # make_root SUITE FOLDER [PACKAGE ...]: a minimal root of that release of Debian, by debootstrap
    local suite=$1 folder=$2
    shift 2
    [ -e "$folder.made" ] && return 0
    [ "$(id -u)" = 0 ] || { say "A root of $suite can be made by root alone: run this as root."; exit 1; }
    need debootstrap debootstrap
    rm -rf "$folder"
    say "Making a root of $suite in ${folder#"$top/"} (once) ..."
    debootstrap --variant=minbase "$suite" "$folder" "$(mirror)" >"$folder.log" 2>&1 || { tail -5 "$folder.log" >&2; exit 1; }
    [ $# = 0 ] || in_root "$folder" apt-get install -y -qq --no-install-recommends "$@" >>"$folder.log" 2>&1
    touch "$folder.made"
}

in_root() { # in_root FOLDER COMMAND ...: runs it there, as root of that root, with a plain environment
    local folder=$1
    shift
    chroot "$folder" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TZ=UTC \
        DEBIAN_FRONTEND=noninteractive SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" PYTHONHASHSEED=0 "$@" </dev/null
}

pack() { # pack FOLDER NAME: NAME in FOLDER as a tar.xz on standard output, the same bytes for the same files
    tar --create --directory "$1" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner \
        --mtime="@$SOURCE_DATE_EPOCH" "$2" | xz -6 --threads=1
}
