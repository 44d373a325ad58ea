"""A monkey at the keyboard: any keys of the whole program, dialogs too, the mouse, and windows of any size."""
