"""Les liaisons : ce qui branche les fonctions sur un hôte, Excel ou Calc."""
