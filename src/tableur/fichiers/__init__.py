"""Les fichiers : archives ouvertes sans risque, écritures atomiques, fichiers livrés, LibreOffice."""
