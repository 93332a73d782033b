"""Paquet d'essai : des fonctions bien et mal marquées."""
