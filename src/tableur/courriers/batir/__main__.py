"""Reconstruit les modèles Word livrés : `python -m tableur.courriers.batir`."""

from tableur.courriers.batir.construction import reconstruire

if __name__ == "__main__":
    reconstruire()
