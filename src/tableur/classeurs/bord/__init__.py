"""Tableaux de bord : une feuille d'indicateurs et de graphiques, en formules natives, sur une page A4."""
