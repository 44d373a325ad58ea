"""The parts of a screen: each is given values and sends messages, and knows no project."""
