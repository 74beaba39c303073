"""One pure function a ground; `screen()` runs them all and folds rulings over what they find."""
