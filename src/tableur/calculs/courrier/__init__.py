"""Écritures d'un courrier : dates, nombres et montants en lettres, numéros groupés, civilités et accords."""
