"""A planner that tags by keyboard in the real program, seeing only the screen, and counts its keys."""
