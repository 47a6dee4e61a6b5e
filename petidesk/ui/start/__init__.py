"""Before the window: first start, damaged or locked folders, practice."""
