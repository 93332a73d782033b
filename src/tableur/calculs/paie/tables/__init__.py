"""Tables du classeur de paie : ce que les gens y tapent, et ce que les actions y écrivent."""
