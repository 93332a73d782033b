"""Construction des modèles Word livrés, d'après leurs déclarations : `python -m tableur.courriers.batir`."""
