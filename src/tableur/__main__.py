"""`python -m tableur` : la même commande que `tableur`."""

from tableur.cli import principal

principal()
