"""Les calculs de gestion d'une petite organisation française, dans la cellule, le bouton et la commande."""

__version__ = "0.1.0"
