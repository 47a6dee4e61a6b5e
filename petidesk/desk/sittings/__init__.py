"""The sitting of a reception day: bookings, queue, opinions, record."""
