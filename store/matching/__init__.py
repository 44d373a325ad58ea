"""What can be found in texts: words, names, passages."""
