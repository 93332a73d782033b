"""LibreOffice Calc : l'extension qui porte les formules, et son installation."""
