"""Tests de la commande."""
