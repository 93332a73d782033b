"""Courriel en nombre : un modèle, un message par ligne, écrit en .eml ou envoyé à l'épreuve des pannes."""
