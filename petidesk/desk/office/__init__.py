"""What an office sets once: settings, calendars, the values offered while typing."""
