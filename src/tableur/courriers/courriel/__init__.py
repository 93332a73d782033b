"""Courriel en nombre : un modèle de message, un message par ligne, écrit en .eml ou envoyé à l'épreuve des pannes."""
