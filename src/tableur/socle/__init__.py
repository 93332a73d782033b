"""Le socle : grandeurs, arrondis, dates, erreurs, anomalies et marques. Bibliothèque standard seulement."""
