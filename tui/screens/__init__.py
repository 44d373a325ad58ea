"""The screens: each joins widgets to the project."""
