#!/bin/sh
# Installs petidesk into the home folder of whoever runs this, without root. The version before stays as petidesk.previous.
set -eu
here=$(dirname "$(readlink -f "$0")")
share=${XDG_DATA_HOME:-$HOME/.local/share}
place=$HOME/.local/lib/petidesk

"$here/petidesk" --version || exit 1  # says what is too old, before anything is copied
for process in /proc/[0-9]*; do
    if [ "$(readlink "$process/exe" 2>/dev/null)" = "$place/python/bin/python3.11" ]; then
        echo "信访接待台正开着。请先关掉窗口，再来安装。没有改动任何东西。" >&2
        exit 1
    fi
done
if [ "$here" != "$place" ]; then
    mkdir -p "$(dirname "$place")"
    rm -rf "$place.new"
    cp -a "$here" "$place.new"
    if [ -e "$place" ]; then
        rm -rf "$place.previous"
        mv "$place" "$place.previous"
    fi
    mv "$place.new" "$place"
fi
mkdir -p "$share/applications" "$share/icons/hicolor/scalable/apps" "$HOME/.local/bin"
cp "$place/petidesk.svg" "$share/icons/hicolor/scalable/apps/petidesk.svg"
sed "s|^Exec=.*|Exec=\"$place/petidesk\"|" "$place/petidesk.desktop" >"$share/applications/petidesk.desktop"
ln -sf "$place/petidesk" "$HOME/.local/bin/petidesk"
desktop=$(xdg-user-dir DESKTOP 2>/dev/null || true)
if [ -n "$desktop" ] && [ -d "$desktop" ] && [ "$desktop" != "$HOME" ]; then
    cp "$share/applications/petidesk.desktop" "$desktop/petidesk.desktop"
    chmod +x "$desktop/petidesk.desktop"
fi
echo "装好了：开始菜单里的“信访接待台”，或者 $place/petidesk。卸载：$place/uninstall.sh（记录会留下）。"
