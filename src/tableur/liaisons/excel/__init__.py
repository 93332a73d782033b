"""Excel : les classeurs à macros, leurs boutons, et les réglages de confiance."""
