"""Paie du secteur privé, régime général : temps, brut, cotisations, bulletin, départs. Un module par notion."""
