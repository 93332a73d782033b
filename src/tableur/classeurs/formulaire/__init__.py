"""Formulaires : une feuille qui a l'aspect d'un imprimé, en formules natives, sur une page A4."""
