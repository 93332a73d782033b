"""Les factures électroniques reçues : Factur-X (PDF ou XML), CII et UBL, lues en un seul enregistrement."""
