"""TVA : taux, exigibilité, déduction, déclaration CA3, contrôles, régimes, états de l'UE. Un module par notion."""
