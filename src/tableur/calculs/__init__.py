"""Calculs purs de la gestion et enregistrements de leurs tables, un module par famille."""
