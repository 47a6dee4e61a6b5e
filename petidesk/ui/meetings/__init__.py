"""联席会议: agenda, minutes, decisions."""
