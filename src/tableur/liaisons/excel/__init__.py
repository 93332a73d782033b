"""Excel : le texte VBA, le classeur .xlsm, le répartiteur, le classeur vivant par xlwings, la confiance."""
