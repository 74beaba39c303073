"""Who may be one and the same person: candidates, evidence with weights, probabilities; nothing is merged here."""
