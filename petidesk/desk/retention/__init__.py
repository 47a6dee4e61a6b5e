"""What may go when its period is over; that it goes; what is said of it afterwards."""
