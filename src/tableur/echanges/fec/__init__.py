"""Le fichier des écritures comptables (LPF, art. L47 A et A47 A-1) : lecture, contrôles, TVA de ses comptes."""
