"""领导接待日: month, year, list, and the making of the rota."""
