"""今日来访: the list of visits and one visit."""
