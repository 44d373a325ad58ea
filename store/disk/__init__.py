"""How a project's annotations reach the disk: a snapshot that TinyDB opens, and a journal of actions since."""
