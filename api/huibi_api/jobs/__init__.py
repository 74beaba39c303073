"""The worker: takes jobs up, runs the library in a killable child, writes down what comes of it."""
