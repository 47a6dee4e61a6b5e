#!/bin/sh
# Removes petidesk from the home folder of whoever runs this; the records stay.
set -eu
share=${XDG_DATA_HOME:-$HOME/.local/share}
place=$HOME/.local/lib/petidesk
for process in /proc/[0-9]*; do
    if [ "$(readlink "$process/exe" 2>/dev/null)" = "$place/python/bin/python3.11" ]; then
        echo "信访接待台正开着。请先关掉窗口，再来卸载。没有改动任何东西。" >&2
        exit 1
    fi
done
desktop=$(xdg-user-dir DESKTOP 2>/dev/null || true)
[ -z "$desktop" ] || rm -f "$desktop/petidesk.desktop"
rm -f "$share/applications/petidesk.desktop" "$share/icons/hicolor/scalable/apps/petidesk.svg" "$HOME/.local/bin/petidesk"
rm -rf "$place" "$place.previous" "$place.new"
echo "信访接待台已卸载。记录没有删除，还在 ${PETIDESK_DATA:-$share/petidesk}（或者当时选的文件夹）。"
