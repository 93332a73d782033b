"""Le pilotage : activité, objectifs et indicateurs du mois."""
