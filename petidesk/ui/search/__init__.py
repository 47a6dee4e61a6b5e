"""搜索: the one search box and its answers."""
