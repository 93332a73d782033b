"""Gestion des stocks : commander, tenir, compter, classer et surveiller. Un module par notion."""
