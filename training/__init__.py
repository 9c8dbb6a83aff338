"""Training of the small model that helps the rules: texts written for this project, and the program that learns from them."""
