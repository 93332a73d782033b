"""Paquet d'essai de la commande : quelques fonctions marquées, pour ne dépendre d'aucune famille."""
