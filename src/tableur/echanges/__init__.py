"""Les échanges : lire les fichiers que d'autres logiciels imposent, FEC et factures électroniques."""
