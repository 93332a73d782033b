"""Excel : le texte VBA, le classeur .xlsm, le répartiteur des formules, et le classeur vivant par xlwings."""
