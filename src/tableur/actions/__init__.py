"""Les actions, un module par nom : lire des tables, calculer, écrire des tables et des fichiers."""
